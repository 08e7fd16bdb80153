"""Says loudly which parts of the suite this machine cannot run."""

import shutil
import sys

if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
    print(
        "!!! KHÔNG CÓ CHROMIUM TRÊN MÁY NÀY: phần kiểm thử trong trình duyệt BỊ BỎ QUA. !!!\n"
        "!!! Trên Debian hoặc Ubuntu: apt-get install chromium !!!",
        file=sys.stderr,
    )
if not shutil.which("soffice"):
    print(
        "!!! KHÔNG CÓ LIBREOFFICE TRÊN MÁY NÀY: phần kiểm thử mở DOCX, PPTX bằng LibreOffice BỊ BỎ QUA. !!!\n"
        "!!! Trên Debian hoặc Ubuntu: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui !!!",
        file=sys.stderr,
    )

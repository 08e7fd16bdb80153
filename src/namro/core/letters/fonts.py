"""Where the font of official documents stands: Tinos, whose letters are as wide as those of Times New Roman."""

from pathlib import Path

from namro.core.errors import Refusal

_PLACES = (
    Path(__file__).resolve().parents[4] / ".namro" / "fonts",
    Path("/usr/share/fonts/truetype/croscore"),
    Path("/usr/share/fonts/google-tinos-fonts"),
)


def font_folder() -> Path:
    """Give the folder with the four files of Tinos; raises `Refusal` when this machine has none."""
    for folder in _PLACES:
        if len(list(folder.glob("Tinos*.ttf"))) >= 4:
            return folder
    raise Refusal(
        "Máy này chưa có phông chữ Tinos nên chưa lập được PDF và biểu đồ; hãy cài gói fonts-croscore "
        "hoặc chạy lại make run khi máy có npm."
    )

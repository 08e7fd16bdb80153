"""E-mail over SMTP; sent at most once by itself (docs/calculations/chase.md, section 5)."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from namro.web.chase.channels.outcome import ChannelDown, Rejected, TryAgain, Unsure

_NO_ANSWER = (OSError, smtplib.SMTPException)


class Mail:
    """One connection to the mail server, opened when first needed and opened again after a failure."""

    def __init__(self) -> None:
        self._connection = EmailBackend(fail_silently=False)
        self._is_open = False

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> str:
        """Send one e-mail; give what the server said in words, or raise one of `outcome`."""
        self._open()
        message = EmailMessage(
            subject,
            text,
            settings.DEFAULT_FROM_EMAIL,
            [to],
            connection=self._connection,
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()), (550, b""))
            raise self._answer(code, said) from None
        except smtplib.SMTPResponseException as answer:
            raise self._answer(answer.smtp_code, answer.smtp_error) from None
        except (UnicodeError, ValueError):
            raise Rejected(f"Địa chỉ thư «{to}» không dùng được; hãy sửa ở trang tài khoản.") from None
        except _NO_ANSWER:
            self.close()
            raise Unsure("Mất kết nối với máy chủ thư khi đang gửi: không rõ thư đã đến hay chưa.") from None
        return "Máy chủ thư đã nhận."

    def close(self) -> None:
        """End the connection; harmless when there is none."""
        with suppress(*_NO_ANSWER):
            self._connection.close()
        self._is_open = False

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except _NO_ANSWER as trouble:
            self._connection.connection = None
            raise ChannelDown(
                f"Máy chủ thư {settings.EMAIL_HOST}:{settings.EMAIL_PORT} không trả lời "
                f"({type(trouble).__name__})."
            ) from None
        self._is_open = True

    def _answer(self, code: int, said: bytes | str) -> TryAgain | Rejected:
        # After an error the state of the session is not known; the next e-mail gets a new one.
        self.close()
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        if 500 <= code < 600:
            return Rejected(f"Máy chủ thư từ chối: {code} {words}")
        return TryAgain(f"Máy chủ thư chưa nhận: {code} {words}")


@contextmanager
def mail() -> Iterator[Mail]:
    """Give a mail connection that is closed at the end."""
    line = Mail()
    try:
        yield line
    finally:
        line.close()

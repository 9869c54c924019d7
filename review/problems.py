"""What can go wrong between a person and a page, as exceptions the desk turns into a page that says why."""

from __future__ import annotations

from models.records import Bilingual


class Refused(Exception):
    """The request is not carried out. ``status`` is the HTTP status, ``reason`` is shown."""

    def __init__(self, status: int, reason: Bilingual):
        super().__init__(f"{reason.vi} / {reason.en}")
        self.status = status
        self.reason = reason


class SignInNeeded(Exception):
    """Nobody is signed in; the page is shown after signing in."""


class PasswordChangeNeeded(Exception):
    """Signed in with a one-time password: nothing else is open until it is changed."""


NOT_FOUND = Bilingual("Không có trang hoặc mục này.", "There is no such page or item.")
FORBIDDEN = Bilingual(
    "Vai trò của bạn không dùng được trang này. Người quản trị có thể đổi vai trò.",
    "Your role cannot use this page. An administrator can change roles.",
)
STRANGER = Bilingual("Cần đăng nhập.", "Sign in first.")
STALE_FORM = Bilingual(
    "Biểu mẫu đã cũ hoặc không đến từ trang này. Tải lại trang rồi làm lại.",
    "The form is stale or did not come from this page. Reload the page and try again.",
)
BROKEN = Bilingual("Yêu cầu không đúng khai báo của API.", "The request breaks the API's declaration.")
CHANGE_PASSWORD = Bilingual("Hãy đổi mật khẩu dùng một lần trước.", "Change the one-time password first.")
TOO_LARGE = Bilingual("Nội dung gửi lên quá lớn.", "What was sent is too large.")


def sentence(message: Bilingual) -> Bilingual:
    """What the store refused with, as a sentence for a page."""
    return Bilingual(*(text[:1].upper() + text[1:].rstrip(".") + "." for text in (message.vi, message.en)))

"""Everything that can go wrong between an address and an article, each under one name."""

from __future__ import annotations

from models.records import Bilingual

_WORDS: dict[str, tuple[str, str]] = {
    "not_modified": ("không có gì mới (304)", "nothing new (304)"),
    "http_404": ("không còn trang này (404)", "the page is not there (404)"),
    "http_410": ("trang đã bị gỡ (410)", "the page was removed (410)"),
    "http_401": ("cần đăng nhập (401)", "needs a login (401)"),
    "http_403": ("máy chủ từ chối (403)", "the server refuses (403)"),
    "http_429": ("bị yêu cầu chậm lại (429)", "asked to slow down (429)"),
    "http_4xx": ("máy chủ báo lỗi yêu cầu (4xx)", "the server rejects the request (4xx)"),
    "http_5xx": ("máy chủ báo lỗi của chính nó (5xx)", "the server has an error (5xx)"),
    "timeout": ("quá thời gian chờ", "timed out"),
    "dns": ("không tìm thấy tên miền; kiểm tra địa chỉ hoặc mạng", "host name not found; check the address or network"),
    "unreachable": ("không kết nối được", "could not connect"),
    "reset": ("kết nối bị ngắt giữa chừng", "the connection was cut"),
    "tls": ("chứng chỉ hoặc kết nối bảo mật không hợp lệ", "the certificate or secure connection is invalid"),
    "too_large": ("trang quá lớn", "the page is too large"),
    "robots_blocked": ("báo không cho phép đọc tự động (robots.txt)", "blocked by the outlet (robots.txt)"),
    "robots_unavailable": (
        "robots.txt của báo bị lỗi máy chủ; theo quy tắc phải chờ",
        "the outlet's robots.txt has a server error; the rules say to wait",
    ),
    "crawl_delay": (
        "báo yêu cầu đọc chậm (Crawl-delay); bài còn lại chờ lượt sau",
        "the outlet asks for slow reading (Crawl-delay); the other pages wait for the next pass",
    ),
    "truncated": ("trang bị cắt giữa chừng", "the page was cut off"),
    "private_address": ("địa chỉ nội bộ, bị từ chối", "a private address, refused"),
    "redirect_loop": ("chuyển hướng vòng quanh", "redirects in a loop"),
    "bad_url": ("địa chỉ không hợp lệ", "not a valid address"),
    "bad_encoding": ("nội dung nén hoặc mã hóa hỏng", "broken compression or encoding"),
    "not_html": ("không phải trang HTML", "not an HTML page"),
    "html_instead_of_feed": ("trả về trang HTML thay vì nguồn tin", "an HTML page instead of a feed"),
    "robot_check": ("bị chặn bởi trang kiểm tra người máy (captcha)", "blocked by a robot check (captcha)"),
    "javascript_wall": ("trang chỉ chạy được bằng JavaScript", "a page that needs JavaScript"),
    "not_a_feed": ("không phải nguồn tin đọc được", "not a feed that could be read"),
    "not_a_sitemap": ("không phải sitemap đọc được", "not a sitemap that could be read"),
    "empty": ("không có nội dung", "no content"),
    "sitemap_index": (
        "là mục lục của các sitemap khác; hãy chọn một trong số đó",
        "an index of other sitemaps; choose one of those",
    ),
    "is_article": ("là một bài, không phải trang danh sách", "an article, not a listing"),
    "no_links": ("không thấy liên kết bài nào", "no article links were found"),
    "crawler_died": ("tiến trình tải bị dừng; sẽ thử lại", "the fetching process stopped; will be tried again"),
    "reader_died": ("tiến trình đọc trang bị dừng; sẽ thử lại", "the reading process stopped; will be tried again"),
    "is_listing": ("là trang danh sách, không phải bài", "a listing, not an article"),
    "not_an_article": ("không phải bài báo", "not an article"),
    "no_title": ("không có tiêu đề", "no title"),
    "no_text": ("không có nội dung bài", "no article text"),
}  # fmt: skip


def words(problem: str) -> Bilingual:
    """A problem in plain words."""
    vi, en = _WORDS.get(problem, (problem, problem))
    return Bilingual(vi, en)


def of_status(status: int) -> str | None:
    """The problem an HTTP status stands for; ``None`` for success."""
    if 200 <= status < 300:
        return None
    if status == 304:
        return "not_modified"
    if status in (401, 403, 404, 410, 429):
        return f"http_{status}"
    return "http_5xx" if status >= 500 else "http_4xx"

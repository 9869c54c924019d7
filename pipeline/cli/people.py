"""Users from the console: the way back in when the first password is lost."""

from __future__ import annotations

from typing import Annotated

import typer

from models.records import Bilingual, Role
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain, note, stdout, table

app = typer.Typer(no_args_is_help=True, help="Người dùng / Users")
Name = Annotated[str, typer.Argument(help="Tên đăng nhập / sign-in name")]


def _tell(password: str) -> None:
    note(Bilingual("Mật khẩu dùng một lần (đổi ở lần đăng nhập đầu)", "One-time password (changed at first sign-in)"))
    print(password)


def _missing(name: str) -> typer.Exit:
    complain(
        Bilingual(
            f"không có người dùng {name}; xem 'doichieu users list'",
            f"there is no user {name}; see 'doichieu users list'",
        )
    )
    return typer.Exit(2)


@app.command("list")
def list_users(config: ConfigFile = None) -> None:
    """Danh sách người dùng / List users."""
    with opened(config) as app_, app_.store.begin() as tx:
        rows = [(user.name, user.role, "✓" if user.active else "–") for user in tx.users.list()]
    columns = (Bilingual("tên", "name"), Bilingual("vai trò", "role"), Bilingual("hoạt động", "active"))
    stdout.print(table(Bilingual("Người dùng", "Users"), columns, rows))


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="Vai trò / role")] = Role.REVIEWER,
    config: ConfigFile = None,
) -> None:
    """Thêm người dùng, in mật khẩu dùng một lần / Add a user, print a one-time password."""
    from pipeline.accounts import one_time_password
    from review.passwords import hash_password

    password = one_time_password()
    with opened(config) as app_, app_.store.begin() as tx:
        if tx.users.by_name(name) is not None:
            complain(Bilingual(f"đã có người dùng {name}", f"user {name} exists already"))
            raise typer.Exit(2)
        now = app_.clock()
        tx.users.add(name, role, hash_password(password), must_change=True, now=now)
        tx.audit.add(actor="console", action="user_add", target=name, detail={"role": role.value}, now=now)
    _tell(password)


@app.command()
def role(name: Name, role: Annotated[Role, typer.Argument()], config: ConfigFile = None) -> None:
    """Đổi vai trò / Change a role."""
    with opened(config) as app_, app_.store.begin() as tx:
        user = tx.users.by_name(name)
        if user is None:
            raise _missing(name)
        now = app_.clock()
        tx.users.set_role(user.id, role)
        tx.audit.add(actor="console", action="user_role", target=name, detail={"role": role.value}, now=now)


@app.command("reset-password")
def reset_password(name: Name, config: ConfigFile = None) -> None:
    """Đặt lại mật khẩu, in mật khẩu dùng một lần / Reset a password, print a one-time one."""
    from pipeline.accounts import one_time_password
    from review.passwords import hash_password

    password = one_time_password()
    with opened(config) as app_, app_.store.begin() as tx:
        user = tx.users.by_name(name)
        if user is None:
            raise _missing(name)
        now = app_.clock()
        tx.users.set_password(user.id, hash_password(password), must_change=True)
        tx.sessions.end_all(user.id)
        tx.audit.add(actor="console", action="user_reset_password", target=name, detail={}, now=now)
    _tell(password)

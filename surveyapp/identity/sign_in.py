"""Sign staff in and out: one form, constant answers, a cookie that ends with the browser or after twelve hours."""

from datetime import timedelta
from typing import Any, Final, cast

from flask import Flask, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_login import user_logged_out
from flask_login.utils import _user_context_processor
from flask_security import Security, UserMixin
from flask_security.forms import LoginForm
from flask_wtf import CSRFProtect
from wtforms import EmailField
from wtforms.validators import InputRequired

from surveyapp.identity.passwords import LONGEST
from surveyapp.identity.signed_in import Accounts, SignedIn
from surveyapp.identity.throttle import Throttle
from surveyapp.services.accounts import end_sessions, plain_email
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

LASTING: Final = timedelta(hours=12)


class SignInForm(LoginForm):
    """Ask for address and password; whatever is wrong, the answer is the same."""

    email = EmailField(validators=[InputRequired()], filters=[lambda typed: plain_email(clean(typed or ""))])
    remember = None  # type: ignore[assignment]
    blocked = False

    def validate(self, **kwargs: Any) -> bool:
        """Compare, unless this account was guessed at too often, or this password was tried at too many."""
        throttle = cast(Throttle, current_app.extensions["throttle"])
        account, password = str(self.email.data or ""), str(self.password.data or "")[:LONGEST]
        if throttle.is_blocked(account, password):
            self.blocked = True
            self.form_errors.append("blocked")
            return False
        if super().validate(**kwargs):
            throttle.succeeded(account)
            return True
        throttle.failed(account, password)
        return False


class ConsoleCookie(SecureCookieSessionInterface):
    """Mark the cookie Secure wherever the page came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Say whether this request came by https."""
        return request.is_secure


def attach_sign_in(app: Flask, *, secret_key: str, template: str) -> None:
    """Give `app` its sign-in and sign-out addresses, its session cookie, and a token in every form."""
    app.session_interface = ConsoleCookie()
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="surveyapp_console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LASTING,
        WTF_CSRF_TIME_LIMIT=None,
        SECURITY_PASSWORD_SALT=secret_key,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGIN_USER_TEMPLATE=template,
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_FRESHNESS=timedelta(-1),
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_CACHE_CONTROL=None,
        SECURITY_STATIC_FOLDER=None,
    )
    app.extensions["throttle"] = Throttle()
    CSRFProtect(app)
    user_logged_out.connect(_end_sessions, app)
    security = Security(app, Accounts(), login_form=SignInForm)
    # Its permissions are not used, and its loader would read the account before the request's transaction begins.
    security.principal.identity_loaders.clear()
    # It would ask the database for the account even while drawing the page which says that the database is away.
    app.template_context_processors[None].remove(_user_context_processor)


def _end_sessions(_app: Flask, user: UserMixin, **_more: Any) -> None:
    """End every session of whoever signs out: a cookie that was copied before opens nothing after."""
    if isinstance(user, SignedIn):
        end_sessions(session(), str(user.id))

"""Commands in groups: what the server refuses is told as smtplib tells it, and the next letter still goes out."""

import smtplib
from collections.abc import Iterator

import pytest

from notifications.smtp import hand_over
from tools.mailcatcher import Failure, MailCatcher

LETTER = b"Subject: Hello\r\n\r\n.begins with a dot\r\n..with two\r\nends\r\n"


@pytest.fixture
def server(mail_catcher: MailCatcher) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(mail_catcher.host, mail_catcher.smtp_port) as connected:
        connected.ehlo()
        yield connected


def send(server: smtplib.SMTP, recipient: str = "ana@example.com") -> None:
    hand_over(server, "lightduty@example.com", recipient, LETTER)


def test_a_letter_arrives_as_it_was_made(server: smtplib.SMTP, mail_catcher: MailCatcher) -> None:
    send(server)
    assert [message.raw for message in mail_catcher.messages] == [LETTER]


def test_a_server_without_groups_is_spoken_to_line_by_line(server: smtplib.SMTP, mail_catcher: MailCatcher) -> None:
    del server.esmtp_features["pipelining"]
    send(server)
    assert [message.raw for message in mail_catcher.messages] == [LETTER]


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure(answer="550 5.1.1 No such user"), smtplib.SMTPRecipientsRefused),
        (Failure(answer="452 4.2.2 Mailbox full"), smtplib.SMTPRecipientsRefused),
        (Failure(answer="554 5.7.1 Not wanted", stage="data"), smtplib.SMTPDataError),
        (Failure(answer="421 4.3.2 Closing"), smtplib.SMTPResponseException),
    ],
)
def test_a_refusal_is_raised_as_smtplib_would(
    server: smtplib.SMTP, mail_catcher: MailCatcher, failure: Failure, error: type[Exception]
) -> None:
    mail_catcher.fail(failure)
    with pytest.raises(error):
        send(server)
    assert mail_catcher.messages == []


def test_after_a_refused_recipient_the_next_letter_goes_out(server: smtplib.SMTP, mail_catcher: MailCatcher) -> None:
    mail_catcher.fail(Failure(address="ben*", answer="550 5.1.1 No such user"))
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(server, "ben@example.com")
    send(server)
    assert [message.recipients for message in mail_catcher.messages] == [["ana@example.com"]]


def test_a_connection_that_ends_in_the_middle_is_noticed(server: smtplib.SMTP, mail_catcher: MailCatcher) -> None:
    mail_catcher.fail(Failure(answer="", drop=True))
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(server)

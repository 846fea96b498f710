"""The mail catcher speaks SMTP as a real server does, keeps what it is sent, and shows it without danger."""

import json
import smtplib
import socket
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPResponse

import pytest

from tools.mailcatcher import Failure, MailCatcher
from tools.mailcatcher.smtp import MAX_BYTES


def letter(*, to: str = "ana@plant.example", subject: str = "You have an item", text: str = "Hello") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "lightduty@plant.example", to, subject
    message["Message-ID"] = "<one@plant.example>"
    message.set_content(text)
    return message


def send(catcher: MailCatcher, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=10) as client:
        client.send_message(message)


def ask(catcher: MailCatcher, path: str, *, method: str = "GET", **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", catcher.page_port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    answer.body = answer.read().decode()  # read now, so that the connection can be closed
    connection.close()
    return answer


def get(catcher: MailCatcher, path: str) -> str:
    return ask(catcher, path).body


def converse(catcher: MailCatcher, *lines: bytes) -> list[str]:
    """Say these lines one by one; the first line of each answer."""
    answers = []
    with socket.create_connection(("127.0.0.1", catcher.smtp_port), timeout=10) as line, line.makefile("rb") as reader:
        reader.readline()
        for said in lines:
            line.sendall(said + b"\r\n")
            answers.append(reader.readline().decode().strip())
            while answers[-1][3:4] == "-" and reader.readline()[3:4] == b"-":
                pass
    return answers


def test_a_message_is_kept_with_its_envelope(mail_catcher: MailCatcher):
    send(mail_catcher, letter())
    (caught,) = mail_catcher.messages
    assert (caught.sender, caught.recipients) == ("lightduty@plant.example", ["ana@plant.example"])
    assert (caught.subject, caught.text, caught.message_id) == ("You have an item", "Hello\n", "<one@plant.example>")


def test_a_line_of_dots_arrives_as_it_was_written(mail_catcher: MailCatcher):
    send(mail_catcher, letter(text=".\n..\n.dot first\nend"))
    assert mail_catcher.messages[0].text == ".\n..\n.dot first\nend\n"


def test_a_very_long_line_arrives_whole(mail_catcher: MailCatcher):
    long = b"x" * 100_000 + b"\r\n." + b"y" * 5000
    with smtplib.SMTP("127.0.0.1", mail_catcher.smtp_port, timeout=10) as client:
        client.sendmail("a@plant.example", ["b@plant.example"], b"Subject: long\r\n\r\n" + long)
    assert mail_catcher.messages[0].raw.endswith(long + b"\r\n")


def test_addresses_and_subjects_may_be_written_in_any_script(mail_catcher: MailCatcher):
    message = letter(subject="Tienes una notificación ✓")
    with smtplib.SMTP("127.0.0.1", mail_catcher.smtp_port, timeout=10) as client:
        client.send_message(message, to_addrs=["josé@fábrica.example"])
    assert mail_catcher.messages[0].recipients == ["josé@fábrica.example"]
    assert mail_catcher.messages[0].subject == "Tienes una notificación ✓"


def test_one_connection_may_carry_several_messages(mail_catcher: MailCatcher):
    with smtplib.SMTP("127.0.0.1", mail_catcher.smtp_port, timeout=10) as client:
        client.send_message(letter(to="ana@plant.example"))
        client.noop()
        client.send_message(letter(to="sam@plant.example"))
    assert [message.recipients for message in mail_catcher.messages] == [["ana@plant.example"], ["sam@plant.example"]]


def test_a_reset_forgets_the_recipients(mail_catcher: MailCatcher):
    begun = (b"EHLO me", b"MAIL FROM:<a@b.example>", b"RCPT TO:<c@b.example>")
    answers = converse(mail_catcher, *begun, b"RSET", b"DATA", b"QUIT")
    assert [answer[:3] for answer in answers] == ["250", "250", "250", "250", "503", "221"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ((b"MAIL FROM:<a@b.example>",), "503"),
        ((b"EHLO",), "501"),
        ((b"EHLO me", b"RCPT TO:<a@b.example>"), "503"),
        ((b"EHLO me", b"MAIL FROM: nobody"), "501"),
        ((b"EHLO me", b"MAIL FROM:<a@b.example> SIZE=999999999999"), "552"),
        ((b"EHLO me", b"MAIL FROM:<a@b.example>", b"RCPT TO:<>"), "501"),
        ((b"EHLO me", b"MAIL FROM:<a@b.example>", b"MAIL FROM:<a@b.example>"), "503"),
        ((b"SING",), "500"),
        ((b"x" * 10_000,), "500"),
    ],
)
def test_what_is_out_of_order_is_refused(mail_catcher: MailCatcher, said: tuple[bytes, ...], answer: str):
    assert converse(mail_catcher, *said)[-1].startswith(answer)


def test_a_message_beyond_the_limit_is_refused_and_the_conversation_goes_on(mail_catcher: MailCatcher):
    with smtplib.SMTP("127.0.0.1", mail_catcher.smtp_port, timeout=30) as client:
        client.ehlo()
        client.mail("a@plant.example")
        client.rcpt("b@plant.example")
        code, _ = client.data((b"x" * 998 + b"\r\n") * (MAX_BYTES // 1000 + 1))
        assert code == 552
        client.send_message(letter())
    assert len(mail_catcher.messages) == 1


def test_a_mailbox_can_be_made_to_fail_for_now(mail_catcher: MailCatcher):
    mail_catcher.fail(Failure(address="*@full.example", answer="452 4.2.2 Mailbox full"))
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(mail_catcher, letter(to="ana@full.example"))
    assert refused.value.recipients["ana@full.example"][0] == 452
    send(mail_catcher, letter(to="ana@plant.example"))
    assert len(mail_catcher.messages) == 1


def test_a_message_can_be_made_to_fail_for_good_a_number_of_times(mail_catcher: MailCatcher):
    mail_catcher.fail(Failure(stage="data", answer="554 5.7.1 Not wanted", times=1))
    with pytest.raises(smtplib.SMTPDataError, match="Not wanted"):
        send(mail_catcher, letter())
    send(mail_catcher, letter())
    assert len(mail_catcher.messages) == 1


def test_the_server_can_hang_up_in_the_middle(mail_catcher: MailCatcher):
    mail_catcher.fail(Failure(stage="data", answer="", drop=True))
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(mail_catcher, letter())
    mail_catcher.fail()
    send(mail_catcher, letter())
    assert len(mail_catcher.messages) == 1


def test_messages_outlive_the_catcher_that_caught_them(tmp_path):
    with MailCatcher(tmp_path) as first:
        send(first, letter(subject="before"))
    with MailCatcher(tmp_path) as second:
        send(second, letter(subject="after"))
        assert [(message.number, message.subject) for message in second.messages] == [(1, "before"), (2, "after")]


def test_waiting_ends_when_the_message_comes(mail_catcher: MailCatcher):
    send(mail_catcher, letter(to="sam@plant.example"))
    assert mail_catcher.wait_for(1, to="sam@plant.example")[0].subject == "You have an item"
    with pytest.raises(TimeoutError, match="0 of 1 messages came to ana"):
        mail_catcher.wait_for(1, to="ana@plant.example", seconds=0.01)


def test_the_page_lists_messages_and_shows_their_text_with_links(mail_catcher: MailCatcher):
    send(mail_catcher, letter(subject="<b>Item</b>", text="Open http://localhost:8000/a?b=1&c=2. Thanks <script>"))
    assert "&lt;b&gt;Item&lt;/b&gt;" in get(mail_catcher, "/")
    shown = get(mail_catcher, "/messages/1")
    assert '<a href="http://localhost:8000/a?b=1&amp;c=2"' in shown
    assert "<script>" not in shown


def test_the_html_part_is_shown_in_a_frame_that_runs_nothing(mail_catcher: MailCatcher):
    message = letter()
    message.add_alternative("<p>Hi</p><script>alert(1)</script>", subtype="html")
    send(mail_catcher, message)
    assert '<iframe sandbox="allow-popups' in get(mail_catcher, "/messages/1")
    policy = ask(mail_catcher, "/messages/1/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


def test_programs_read_the_messages_as_json(mail_catcher: MailCatcher):
    send(mail_catcher, letter())
    (listed,) = json.loads(get(mail_catcher, "/messages.json"))
    assert listed == json.loads(get(mail_catcher, "/messages/1.json"))
    assert (listed["subject"], listed["recipients"]) == ("You have an item", ["ana@plant.example"])


@pytest.mark.parametrize("path", ["/messages/9", "/elsewhere", "/messages/../secrets"])
def test_an_unknown_page_is_not_found(mail_catcher: MailCatcher, path: str):
    assert ask(mail_catcher, path).status == 404


def test_only_the_page_itself_can_make_it_forget(mail_catcher: MailCatcher):
    send(mail_catcher, letter())
    assert ask(mail_catcher, "/forget", method="POST", Origin="http://elsewhere.example").status == 404
    assert len(mail_catcher.messages) == 1
    assert ask(mail_catcher, "/forget", method="POST").status == 303
    assert mail_catcher.messages == []

"""One letter over an open SMTP conversation, in two trips where the server takes commands in groups (RFC 2920)."""

import smtplib

# Every letter has its own addresses, and most servers count what they refuse: one group is one letter.
REFUSED = 400
GO_ON = 354
CLOSING = 421
Reply = tuple[int, bytes]


def hand_over(server: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    """Send, or raise what smtplib raises. `content` ends its lines with CRLF."""
    if not server.has_extn("pipelining") or not recipient.isascii():
        server.sendmail(sender, [recipient], content)
        return
    size = f" SIZE={len(content)}" if server.has_extn("size") else ""
    server.send(f"MAIL FROM:<{sender}>{size}\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode("ascii"))
    mail, rcpt, data = _reply(server), _reply(server), _reply(server)
    if max(mail[0], rcpt[0]) >= REFUSED or data[0] != GO_ON:
        _take_back(server, begun=data[0] == GO_ON)
        raise _refusal(sender, recipient, mail, rcpt, data)
    server.send(_dotted(content) + b".\r\n")
    answer = _reply(server)
    if answer[0] >= REFUSED:
        server.rset()
        raise smtplib.SMTPDataError(*answer)


def _reply(server: smtplib.SMTP) -> Reply:
    """The next answer. After "421 closing" there is none, so it is the end of the group as well."""
    reply = server.getreply()
    if reply[0] == CLOSING:
        server.close()
        raise smtplib.SMTPResponseException(*reply)
    return reply


def _take_back(server: smtplib.SMTP, *, begun: bool) -> None:
    """A server may ask for the letter although it wants no recipient of it: it gets an empty one."""
    if begun:
        server.send(b".\r\n")
        _reply(server)
    server.rset()


def _refusal(sender: str, recipient: str, mail: Reply, rcpt: Reply, data: Reply) -> smtplib.SMTPException:
    """The first answer that was no: the later ones only follow from it."""
    if mail[0] >= REFUSED:
        return smtplib.SMTPSenderRefused(*mail, sender)
    if rcpt[0] >= REFUSED:
        return smtplib.SMTPRecipientsRefused({recipient: rcpt})
    return smtplib.SMTPDataError(*data)


def _dotted(content: bytes) -> bytes:
    """A line that begins with a dot gets a second one, so that it is not taken for the end."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return (b"." + ended if ended.startswith(b".") else ended).replace(b"\r\n.", b"\r\n..")

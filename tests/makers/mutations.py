"""Damages documents the same way for the same number: flipped, lost, doubled and swapped bytes."""

import io
import random
import zipfile
import zlib

_SPICE = (b"<", b">", b"&", b"\x00", b"\xff\xfe", b"</w:tc>", b"<w:tbl>", b"<table>", b"<td rowspan=9999>")
_SPICE += (b"99999999999", b"-1", b"&a;", b"]]>", b"endobj", b"stream", b"/Kids", b"<<", b"<w:p>", b"r:id")


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Give the data with one to six damages; members of a zip are damaged inside half of the time."""
    if data[:2] == b"PK" and dice.random() < 0.6:
        return _inside_zip(data, dice)
    if data[:4] == b"%PDF" and dice.random() < 0.3:
        return _inside_pdf(data, dice)
    return _damage(data, dice)


def _damage(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        if not out:
            break
        at = dice.randrange(len(out))
        length = dice.choice((1, 2, 8, 64, 1000))
        what = dice.randrange(7)
        if what == 0:
            out[at] ^= 1 << dice.randrange(8)
        elif what == 1:
            out[at] = dice.randrange(256)
        elif what == 2:
            del out[at : at + length]
        elif what == 3:
            out[at:at] = out[at : at + length] * dice.choice((1, 2, 20))
        elif what == 4:
            out[at:at] = dice.choice(_SPICE) * dice.choice((1, 3, 50))
        elif what == 5:
            other = dice.randrange(len(out))
            out[at : at + length], out[other : other + length] = (
                out[other : other + length],
                out[at : at + length],
            )
        else:
            del out[at if dice.random() < 0.3 else len(out) - len(out) // 20 :]
    return bytes(out)


def _inside_zip(data: bytes, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    target = dice.randrange(len(parts))
    big = [place for place, (name, _) in enumerate(parts) if "document.xml" in name or "sheet1" in name]
    if big and dice.random() < 0.6:
        target = big[0]
    name, content = parts[target]
    what = dice.randrange(6)
    if what == 0:
        del parts[target]
    elif what == 1:
        parts[target] = (name, b"")
    elif what == 2:
        parts.append((dice.choice(("word/vbaProject.bin", "../x", "word/numbering.xml", "a" * 300)), content))
    else:
        parts[target] = (name, _damage(content, dice))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in dict(parts).items():
            package.writestr(*part)
    return out.getvalue()


def _inside_pdf(data: bytes, dice: random.Random) -> bytes:
    """Damage one stream and pack it again, so that the damage lies behind the compression."""
    start = data.find(b"stream\n", dice.randrange(len(data)))
    end = data.find(b"\nendstream", start)
    if start < 0 or end < 0:
        return _damage(data, dice)
    inner = _damage(data[start + 7 : end], dice)
    packed = zlib.compress(inner)
    return data[: start + 7] + (packed if dice.random() < 0.3 else inner) + data[end:]

"""Drawn photos for the invented county: what was reported, and the same place when it is done."""

from collections.abc import Callable
from io import BytesIO
from random import Random

from linli.patterns.demo.canvas import ASPHALT, GRASS, PAVING, SKIES, Canvas, dark, mix, room, stairs, street


def rubbish(c: Canvas) -> None:
    """Draw full bins and bags, or clean ones."""
    street(c, PAVING)
    for number, colour in enumerate(((62, 110, 74), (66, 92, 140), (120, 120, 118))):
        x = 0.16 + number * 0.2
        c.shape([(x, 0.46), (x + 0.15, 0.46), (x + 0.135, 0.74), (x + 0.015, 0.74)], colour)
        c.box((x - 0.01, 0.43, x + 0.16, 0.465), dark(colour), radius=0.01)
        c.round((x + 0.02, 0.72, x + 0.05, 0.765), (40, 40, 40))
        c.round((x + 0.1, 0.72, x + 0.13, 0.765), (40, 40, 40))
    if c.done:
        c.line([(0.05, 0.86), (0.95, 0.82)], (206, 202, 194), 0.01)
        return
    for _bag in range(17):
        x, y, size = c.random.uniform(0.08, 0.86), c.random.uniform(0.62, 0.84), c.random.uniform(0.05, 0.1)
        colour = c.random.choice(((46, 46, 50), (214, 214, 210), (176, 60, 54), (88, 120, 150), (190, 170, 120)))
        c.round((x, y, x + size, y + size * 1.05), colour, dark(colour))
        c.shape(
            [(x + size * 0.35, y + 0.01), (x + size * 0.5, y - 0.022), (x + size * 0.65, y + 0.01)], dark(colour, 0.15)
        )


def puddle(c: Canvas) -> None:
    """Draw a road under water, or dry with its drain."""
    street(c)
    c.shape([(0.0, 0.62), (1.0, 0.56), (1.0, 0.6), (0.0, 0.67)], (196, 192, 184))
    c.line([(0.2, 1.0), (0.42, 0.62)], (220, 214, 190), 0.012)
    c.box((0.62, 0.7, 0.78, 0.76), (54, 54, 56), radius=0.006)
    for bar in range(6):
        c.line([(0.635 + bar * 0.026, 0.705), (0.635 + bar * 0.026, 0.755)], (24, 24, 26), 0.008)
    if c.done:
        c.round((0.5, 0.68, 0.9, 0.82), mix(ASPHALT, (60, 60, 64), 0.35))
        c.box((0.62, 0.7, 0.78, 0.76), (54, 54, 56), radius=0.006)
        return
    c.round((0.1, 0.62, 0.96, 0.94), (98, 116, 130))
    c.round((0.14, 0.64, 0.92, 0.91), (128, 148, 162))
    for ring in range(5):
        x, y = c.random.uniform(0.2, 0.75), c.random.uniform(0.68, 0.84)
        c.round((x, y, x + 0.07 + ring * 0.01, y + 0.022), (146, 166, 180), (176, 192, 202))
    for _leaf in range(9):
        x, y = c.random.uniform(0.18, 0.85), c.random.uniform(0.66, 0.88)
        c.round((x, y, x + 0.016, y + 0.01), (120, 104, 60))


def corridor(c: Canvas) -> None:
    """Draw a stairwell in the dark, or lit."""
    stairs(c, (206, 208, 196))
    c.round((0.27, 0.05, 0.33, 0.12), (250, 244, 210) if c.done else (96, 96, 96))
    if c.done:
        c.veil((255, 240, 190), 0.16)
        return
    c.veil((6, 8, 16), 0.72)


def pothole(c: Canvas) -> None:
    """Draw a hole in the road with a cone, or the patch."""
    street(c)
    c.shape([(0.46, 1.0), (0.49, 0.5), (0.51, 0.5), (0.56, 1.0)], (214, 210, 196))
    if c.done:
        c.round((0.3, 0.66, 0.68, 0.86), (58, 60, 64))
        return
    c.round((0.28, 0.64, 0.7, 0.88), (120, 112, 100))
    c.round((0.31, 0.67, 0.67, 0.86), (52, 48, 44))
    c.round((0.38, 0.74, 0.6, 0.84), (86, 98, 106))
    for x in (0.22, 0.74):
        c.shape([(x, 0.78), (x + 0.08, 0.78), (x + 0.048, 0.58), (x + 0.032, 0.58)], (226, 100, 44))
        c.shape([(x + 0.018, 0.71), (x + 0.062, 0.71), (x + 0.055, 0.665), (x + 0.025, 0.665)], (240, 240, 236))
        c.box((x - 0.012, 0.775, x + 0.092, 0.8), (60, 60, 60))


def clutter(c: Canvas) -> None:
    """Draw a landing full of things, or clear."""
    stairs(c, (214, 206, 190))
    c.box((0.06, 0.22, 0.26, 0.72), (112, 84, 62), line=(80, 58, 42))
    c.round((0.225, 0.46, 0.245, 0.486), (200, 180, 120))
    if c.done:
        return
    for number in range(8):
        x, y, size = 0.22 + (number % 4) * 0.11, 0.78 - (number // 4) * 0.13, c.random.uniform(0.1, 0.15)
        colour = mix((186, 148, 100), (150, 112, 70), c.random.random())
        c.box((x, y - size * 0.9, x + size, y + 0.04), colour, line=dark(colour))
        c.line([(x, y - size * 0.45), (x + size, y - size * 0.45)], dark(colour, 0.15), 0.006)
    for wheel in (0.62, 0.78):
        c.round((wheel, 0.74, wheel + 0.14, 0.93), (60, 60, 62))
        c.round((wheel + 0.014, 0.76, wheel + 0.126, 0.91), (206, 202, 192))
    c.line([(0.69, 0.83), (0.74, 0.68), (0.83, 0.7), (0.85, 0.83), (0.74, 0.68)], (60, 96, 140), 0.012)


def radiator(c: Canvas) -> None:
    """Draw a radiator under a window with a thermometer beside it."""
    room(c, (224, 218, 204), (170, 140, 104))
    c.box((0.2, 0.06, 0.74, 0.44), (186, 206, 220), line=(240, 240, 236))
    c.line([(0.47, 0.06), (0.47, 0.44)], (240, 240, 236), 0.012)
    for rib in range(12):
        x = 0.2 + rib * 0.045
        c.box((x, 0.5, x + 0.036, 0.8), (236, 236, 232), radius=0.012, line=(180, 180, 176))
    c.line([(0.12, 0.76), (0.2, 0.76)], (200, 200, 196), 0.014)
    c.box((0.82, 0.2, 0.92, 0.62), (250, 250, 248), radius=0.02, line=(150, 150, 150))
    top = 0.32 if c.done else 0.47
    c.box((0.862, top, 0.878, 0.54), (200, 60, 50))
    c.round((0.85, 0.53, 0.89, 0.585), (200, 60, 50))
    for mark in range(9):
        c.line([(0.835, 0.26 + mark * 0.03), (0.85, 0.26 + mark * 0.03)], (90, 90, 90), 0.002)


def leak(c: Canvas) -> None:
    """Draw a wet ceiling, or a fresh one."""
    room(c, (226, 222, 212), (156, 140, 122))
    c.fade((0, 0, 1, 0.2), (240, 238, 232), (222, 218, 208))
    c.box((0.66, 0.36, 0.9, 0.72), (142, 112, 84), line=(110, 84, 60))
    if c.done:
        return
    for number in range(7):
        x, size = 0.16 + number * 0.07, c.random.uniform(0.1, 0.2)
        c.round((x, -0.06, x + size, 0.06 + size * 0.9), mix((190, 170, 120), (214, 200, 160), c.random.random()))
    for _drop in range(9):
        x, y = c.random.uniform(0.2, 0.6), c.random.uniform(0.24, 0.66)
        c.round((x, y, x + 0.012, y + 0.032), (126, 150, 168))
    c.shape([(0.3, 0.8), (0.52, 0.8), (0.49, 0.96), (0.33, 0.96)], (70, 110, 160))
    c.round((0.3, 0.775, 0.52, 0.825), (124, 150, 170), (50, 86, 130))


def wires(c: Canvas) -> None:
    """Draw a wire from a window to a scooter, or the scooter in its shed."""
    street(c, PAVING, 0.62)
    if c.done:
        c.shape([(0.08, 0.36), (0.92, 0.36), (0.98, 0.44), (0.02, 0.44)], (74, 118, 158))
        for post in (0.08, 0.5, 0.9):
            c.line([(post, 0.44), (post, 0.82)], (120, 124, 128), 0.014)
    else:
        c.line([(0.62, 0.12), (0.6, 0.4), (0.66, 0.56), (0.56, 0.7)], (30, 30, 30), 0.006)
        c.line([(0.3, 0.1), (0.36, 0.34), (0.33, 0.6), (0.42, 0.72)], (190, 60, 40), 0.005)
    for x, colour in ((0.24, (176, 54, 48)), (0.54, (52, 84, 132))):
        c.round((x, 0.74, x + 0.11, 0.89), (44, 44, 46))
        c.round((x + 0.2, 0.74, x + 0.31, 0.89), (44, 44, 46))
        c.shape([(x + 0.04, 0.8), (x + 0.1, 0.66), (x + 0.25, 0.66), (x + 0.28, 0.8)], colour)
        c.box((x + 0.12, 0.62, x + 0.26, 0.665), (40, 40, 42), radius=0.012)
        c.line([(x + 0.07, 0.78), (x + 0.04, 0.54), (x - 0.01, 0.55)], (60, 60, 62), 0.01)


def cars(c: Canvas) -> None:
    """Draw cars in the fire lane, or the lane free."""
    street(c, ASPHALT, 0.4)
    for stripe in range(9):
        x = 0.02 + stripe * 0.12
        c.line([(x, 0.98), (x + 0.14, 0.66)], (226, 190, 60), 0.012)
    c.line([(0, 0.66), (1, 0.66)], (226, 190, 60), 0.01)
    c.line([(0, 0.98), (1, 0.98)], (226, 190, 60), 0.01)
    if c.done:
        return
    for x, colour in ((0.06, (208, 208, 210)), (0.53, (70, 74, 82))):
        c.shape([(x + 0.06, 0.6), (x + 0.12, 0.46), (x + 0.3, 0.46), (x + 0.37, 0.6)], dark(colour, 0.15))
        c.shape([(x + 0.09, 0.59), (x + 0.135, 0.485), (x + 0.2, 0.485), (x + 0.2, 0.59)], (150, 172, 184))
        c.shape([(x + 0.215, 0.59), (x + 0.215, 0.485), (x + 0.29, 0.485), (x + 0.335, 0.59)], (150, 172, 184))
        c.box((x, 0.585, x + 0.42, 0.76), colour, radius=0.03)
        c.box((x + 0.385, 0.62, x + 0.42, 0.66), (240, 226, 170), radius=0.01)
        for wheel in (0.05, 0.27):
            c.round((x + wheel, 0.69, x + wheel + 0.1, 0.825), (34, 34, 36))
            c.round((x + wheel + 0.028, 0.727, x + wheel + 0.072, 0.788), (150, 150, 152))


def tree(c: Canvas) -> None:
    """Draw a tree against a window, or pruned."""
    street(c, GRASS, 0.66)
    crown = 0.19 if c.done else 0.3
    c.line([(0.5, 0.9), (0.49, 0.4)], (96, 72, 50), 0.034)
    c.line([(0.49, 0.56), (0.36, 0.4)], (96, 72, 50), 0.016)
    for _leaf in range(46):
        x, y, size = (
            c.random.gauss(0.48, crown * 0.42),
            c.random.gauss(0.32, crown * 0.34),
            c.random.uniform(0.07, 0.13),
        )
        c.round(
            (x - size / 2, y - size / 2, x + size / 2, y + size / 2),
            mix((76, 112, 60), (134, 160, 84), c.random.random()),
        )


def stalls(c: Canvas) -> None:
    """Draw stalls on the pavement, or the pavement free."""
    street(c, PAVING, 0.5)
    c.shape([(0.0, 0.9), (1.0, 0.84), (1.0, 0.88), (0.0, 0.94)], (226, 196, 90))
    if c.done:
        return
    for x, colour in ((0.05, (196, 70, 56)), (0.37, (58, 112, 152)), (0.68, (88, 136, 78))):
        for stripe in range(6):
            shade = colour if stripe % 2 else (240, 236, 226)
            c.shape(
                [
                    (x + stripe * 0.045, 0.34),
                    (x + 0.045 + stripe * 0.045, 0.34),
                    (x + 0.045 + stripe * 0.045, 0.46),
                    (x + stripe * 0.045, 0.46),
                ],
                shade,
            )
        c.line([(x + 0.01, 0.46), (x + 0.01, 0.8)], (90, 90, 90), 0.007)
        c.line([(x + 0.26, 0.46), (x + 0.26, 0.8)], (90, 90, 90), 0.007)
        c.box((x, 0.62, x + 0.27, 0.74), (166, 126, 84), line=(120, 88, 56))
        for fruit in range(9):
            c.round(
                (x + 0.01 + fruit * 0.028, 0.58, x + 0.04 + fruit * 0.028, 0.62),
                c.random.choice(((214, 84, 48), (226, 180, 60), (110, 156, 70))),
            )


def wall(c: Canvas) -> None:
    """Draw a front from which tiles fall, cordoned off, or mended."""
    tile = (200, 182, 156)
    c.box((0, 0, 1, 0.78), tile)
    for row in range(13):
        c.line([(0, row * 0.06), (1, row * 0.06)], dark(tile, 0.1), 0.002)
    for column in range(20):
        c.line([(column * 0.052, 0), (column * 0.052, 0.78)], dark(tile, 0.1), 0.002)
    for x in (0.1, 0.62):
        c.box((x, 0.1, x + 0.22, 0.36), (120, 142, 158), line=(236, 236, 232))
    c.fade((0, 0.78, 1, 1), PAVING, dark(PAVING))
    if c.done:
        c.box((0.36, 0.42, 0.66, 0.72), mix(tile, (255, 255, 255), 0.12))
        return
    for _hole in range(16):
        x, y = c.random.uniform(0.34, 0.6), c.random.uniform(0.4, 0.68)
        c.box((x, y, x + 0.052, y + 0.06), (132, 124, 116))
    for _piece in range(14):
        x, y = c.random.uniform(0.28, 0.7), c.random.uniform(0.82, 0.94)
        c.shape([(x, y), (x + 0.04, y - 0.01), (x + 0.035, y + 0.025)], dark(tile, c.random.uniform(0.05, 0.3)))
    for y in (0.74, 0.8):
        c.line([(0.0, y), (1.0, y + 0.02)], (214, 60, 50), 0.012)


def posters(c: Canvas) -> None:
    """Draw a wall full of slips, or painted."""
    room(c, (214, 212, 202), (146, 142, 134))
    c.box((0.36, 0.16, 0.66, 0.72), (84, 98, 110), line=(60, 70, 80))
    if c.done:
        return
    for _slip in range(22):
        x, y = c.random.uniform(0.03, 0.9), c.random.uniform(0.08, 0.6)
        colour = c.random.choice(((250, 248, 240), (246, 226, 90), (240, 150, 140), (170, 206, 226)))
        c.box((x, y, x + 0.085, y + 0.1), colour, line=dark(colour, 0.12))
        for text in range(3):
            c.line([(x + 0.01, y + 0.025 + text * 0.024), (x + 0.072, y + 0.025 + text * 0.024)], (110, 40, 40), 0.004)


def bench(c: Canvas) -> None:
    """Draw a bench in a park, broken or whole."""
    c.fade((0, 0, 1, 0.5), *SKIES[0])
    for number in range(11):
        x = number * 0.1 - 0.04
        c.round(
            (x, 0.2 + 0.05 * c.random.random(), x + 0.18, 0.56), mix((96, 136, 80), (140, 168, 96), c.random.random())
        )
    c.fade((0, 0.5, 1, 1), GRASS, dark(GRASS))
    c.shape([(0.0, 0.86), (1.0, 0.78), (1.0, 0.92), (0.0, 1.0)], PAVING)
    for slat in range(5):
        broken = not c.done and slat in {1, 3}
        y = 0.48 + slat * 0.055
        c.line([(0.24, y), (0.44 if broken else 0.78, y + (0.03 if broken else 0))], (150, 104, 64), 0.02)
        if broken:
            c.line([(0.6, y + 0.02), (0.78, y)], (150, 104, 64), 0.02)
    for x in (0.28, 0.74):
        c.line([(x, 0.46), (x, 0.86)], (60, 62, 64), 0.016)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "rubbish": rubbish,
    "puddle": puddle,
    "corridor": corridor,
    "pothole": pothole,
    "clutter": clutter,
    "radiator": radiator,
    "leak": leak,
    "wires": wires,
    "cars": cars,
    "tree": tree,
    "stalls": stalls,
    "wall": wall,
    "posters": posters,
    "bench": bench,
}


def picture(scene: str, random: Random, *, done: bool) -> BytesIO:
    """Draw a scene, as it was reported or as it was left."""
    canvas = Canvas(random, done=done)
    SCENES[scene](canvas)
    return canvas.finish()

"""The paper and pens of the drawn photos: shapes, house fronts, a street, a room, a stairwell."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 800, 600
SCALE = 1.5  # drawn larger, then shrunk: smooth edges
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

BRICK, PLASTER, CONCRETE = (176, 128, 104), (222, 214, 198), (168, 166, 160)
ASPHALT, PAVING, GRASS = (92, 94, 98), (188, 182, 170), (118, 148, 92)
SKIES = (((150, 190, 222), (226, 236, 242)), ((186, 196, 204), (228, 230, 230)), ((232, 190, 150), (246, 226, 200)))


class Canvas:
    """A picture in the making; coordinates run from 0 to 1."""

    def __init__(self, random: Random, *, done: bool) -> None:
        self.random, self.done = random, done
        self.size = int(WIDTH * SCALE), int(HEIGHT * SCALE)
        self.image = Image.new("RGB", self.size, PLASTER)
        self.draw = ImageDraw.Draw(self.image)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a point in pixels."""
        return x * self.size[0], y * self.size[1]

    def box(self, box: Box, fill: Colour, *, radius: float = 0.0, line: Colour | None = None) -> None:
        """Draw a rectangle, perhaps with round corners."""
        corners = [*self.at(box[0], box[1]), *self.at(box[2], box[3])]
        self.draw.rounded_rectangle(corners, radius=radius * self.size[0], fill=fill, outline=line, width=3)

    def round(self, box: Box, fill: Colour, line: Colour | None = None) -> None:
        """Draw an ellipse."""
        self.draw.ellipse([*self.at(box[0], box[1]), *self.at(box[2], box[3])], fill=fill, outline=line, width=4)

    def shape(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """Draw a polygon."""
        self.draw.polygon([self.at(*point) for point in points], fill=fill)

    def line(self, points: list[tuple[float, float]], fill: Colour, width: float = 0.004) -> None:
        """Draw a line."""
        self.draw.line(
            [self.at(*point) for point in points], fill=fill, width=max(1, int(width * self.size[0])), joint="curve"
        )

    def fade(self, box: Box, top: Colour, bottom: Colour) -> None:
        """Fill a rectangle from one colour to another."""
        steps = 48
        for step in range(steps):
            share = step / (steps - 1)
            colour = mix(top, bottom, share)
            y0 = box[1] + (box[3] - box[1]) * step / steps
            self.box((box[0], y0, box[2], y0 + (box[3] - box[1]) / steps + 0.003), colour)

    def veil(self, colour: Colour, share: float) -> None:
        """Lay a colour over everything: night, or lamp light."""
        self.image = Image.blend(self.image, Image.new("RGB", self.size, colour), share)
        self.draw = ImageDraw.Draw(self.image)

    def finish(self) -> BytesIO:
        """Shrink, add the grain of a phone camera; return JPEG."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
        grain = Image.effect_noise((WIDTH // 4, HEIGHT // 4), 14).resize((WIDTH, HEIGHT)).convert("RGB")
        out = BytesIO()
        Image.blend(small, grain, 0.05).save(out, "JPEG", quality=82)
        out.seek(0)
        return out


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two."""
    a, b, c = (round(x + (y - x) * share) for x, y in zip(one, other, strict=True))
    return a, b, c


def dark(colour: Colour, share: float = 0.3) -> Colour:
    """Return a darker colour."""
    return mix(colour, (0, 0, 0), share)


def street(c: Canvas, ground: Colour = ASPHALT, horizon: float = 0.46) -> None:
    """Draw a sky, a row of houses and the ground before them."""
    c.fade((0, 0, 1, horizon), *c.random.choice(SKIES))
    x = -0.06
    while x < 1:
        width, top = c.random.uniform(0.16, 0.3), c.random.uniform(0.04, 0.2)
        facade(c, (x, top, x + width, horizon), c.random.choice((BRICK, PLASTER, CONCRETE, (196, 176, 140))))
        x += width + c.random.choice((0.0, 0.02, 0.05))
    c.fade((0, horizon, 1, 1), mix(ground, (255, 255, 255), 0.12), dark(ground, 0.18))


def facade(c: Canvas, box: Box, colour: Colour) -> None:
    """Draw a house front with windows."""
    x0, y0, x1, y1 = box
    c.box(box, colour)
    c.box((x0, y0, x1, y0 + 0.012), dark(colour))
    columns, rows = max(2, int((x1 - x0) / 0.06)), max(2, int((y1 - y0) / 0.085))
    for row in range(rows):
        for column in range(columns):
            left = x0 + (column + 0.25) * (x1 - x0) / columns
            top = y0 + (row + 0.3) * (y1 - y0) / rows
            pane = c.random.choice(((120, 142, 160), (98, 118, 136), (150, 166, 176)))
            c.box(
                (left, top, left + 0.5 * (x1 - x0) / columns, top + 0.45 * (y1 - y0) / rows),
                pane,
                line=dark(colour, 0.15),
            )


def room(c: Canvas, wall: Colour = PLASTER, floor: Colour = (150, 132, 112)) -> None:
    """Draw a room or corridor: wall, skirting, floor."""
    c.fade((0, 0, 1, 0.72), mix(wall, (255, 255, 255), 0.2), wall)
    c.box((0, 0.7, 1, 0.725), dark(wall))
    c.fade((0, 0.725, 1, 1), floor, dark(floor))


def stairs(c: Canvas, wall: Colour) -> None:
    """Draw a stairwell."""
    room(c, wall, (146, 144, 140))
    for step in range(7):
        y = 0.72 - step * 0.055
        c.shape(
            [(0.5 + step * 0.06, y), (1.02, y), (1.02, y - 0.055), (0.5 + step * 0.06, y - 0.055)],
            mix((170, 168, 162), (120, 118, 114), step / 8),
        )
        c.line([(0.5 + step * 0.06, y), (1, y)], (110, 108, 104))
    c.line([(0.46, 0.5), (0.95, 0.05)], (96, 70, 52), 0.012)
    for post in range(6):
        c.line(
            [(0.5 + post * 0.08, 0.465 - post * 0.073), (0.5 + post * 0.08, 0.71 - post * 0.073)], (96, 70, 52), 0.005
        )

"""The album: which scene belongs to which class, each drawn once and added through the verb like any photo."""

from dataclasses import dataclass, field
from io import BytesIO
from random import Random

from linli.engines.cases import public as cases
from linli.kernel.actor import Actor
from linli.patterns.demo.scenes import picture

SCENE_OF = {
    "A01": "rubbish",
    "A06": "rubbish",
    "A05": "puddle",
    "A02": "puddle",
    "C05": "puddle",
    "O02": "puddle",
    "B01": "corridor",
    "B02": "pothole",
    "B03": "pothole",
    "H05": "pothole",
    "A03": "clutter",
    "I02": "clutter",
    "C04": "radiator",
    "D05": "leak",
    "F04": "leak",
    "C01": "leak",
    "I03": "wires",
    "H04": "wires",
    "C06": "wires",
    "C02": "wires",
    "H02": "cars",
    "H01": "cars",
    "H03": "cars",
    "O03": "tree",
    "I05": "tree",
    "Q02": "stalls",
    "O01": "stalls",
    "G03": "wall",
    "G05": "wall",
    "A04": "posters",
    "B04": "bench",
    "B05": "bench",
    "O06": "rubbish",
    "G04": "bench",
}


@dataclass
class Album:
    """Draws each scene when it is first wanted."""

    seed: int
    _drawn: dict[tuple[str, bool], bytes] = field(default_factory=dict)

    def has(self, code: str) -> bool:
        """Say whether there is a scene for a class."""
        return code in SCENE_OF

    def add(self, code: str, stage: str, by: Actor) -> str:
        """Add a photo and return its key."""
        done = stage == "proof"
        scene = SCENE_OF.get(code, "bench")
        if (scene, done) not in self._drawn:
            self._drawn[scene, done] = picture(scene, Random(f"{self.seed}:{scene}"), done=done).getvalue()  # noqa: S311
        return cases.add_photo(BytesIO(self._drawn[scene, done]), by=by, stage=stage).key

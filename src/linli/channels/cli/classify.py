"""`./linli classify`: gives each text of a file a class with a model that was learned."""

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

from linli.channels.cli.learn import TEXT_HELP, columns, model_path
from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say

if TYPE_CHECKING:
    from linli.engines.cases.learning.examples import TextFile
    from linli.engines.cases.learning.model import TextModel


def main(arguments: list[str]) -> int:
    """Read the file, write it again with the class and how sure it is."""
    parser = argparse.ArgumentParser(
        prog="linli classify", description="给一个表格里的文字分类。 Classifies the texts of a file."
    )
    parser.add_argument("file", type=Path, help="表格 csv（UTF-8、GB18030）或 xlsx")
    parser.add_argument("--text", required=True, help=TEXT_HELP)
    parser.add_argument("--model", required=True, help="模型的名字 name of the model")
    parser.add_argument("--out", type=Path, required=True, help="结果 csv，多出 class、probability 两列")
    options = parser.parse_args(arguments)
    start_django()
    from linli.engines.cases.learning.examples import read_texts
    from linli.engines.cases.learning.model import NotAModel, TextModel
    from linli.kernel.errors import LinliError

    try:
        model = TextModel.from_bytes(model_path(options.model).read_bytes())
        given = read_texts(options.file.read_bytes(), columns(options.text))
        sure = _write(model, given, options.out)
    except LinliError as error:
        say(str(error.message))
        return 2
    except NotAModel:
        say("这不是模型文件，请用 ./linli learn 重新学。 This is no model; learn it again.")
        return 2
    except OSError as error:
        say(f"文件打不开。 The file cannot be opened.  {error}")
        return 2
    limit = float(model.facts.get("confidence", 1.0))
    say(
        f"分了 {len(given.rows)} 条，其中 {sure} 条把握在 {limit:.2f} 以上。",
        f"{len(given.rows)} texts, {sure} above {limit:.2f}.  {options.out}",
    )
    return 0


def _write(model: "TextModel", given: "TextFile", out: Path) -> int:
    """Write every row with its class and probability; return how many are above the model's own confidence."""
    limit, sure = float(model.facts.get("confidence", 1.0)), 0
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*given.headers, "class", "probability"])
        for row in given.rows:
            best = model.guesses(row.body, row.title, most=1)[0]
            sure += best.probability >= limit
            cells = [*row.cells, *[""] * (len(given.headers) - len(row.cells))]
            writer.writerow([*cells, best.label, f"{best.probability:.4f}"])
    return sure

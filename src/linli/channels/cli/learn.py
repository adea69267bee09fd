"""`./linli learn`: learns to classify texts from a file, without a database."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say

ENDING = ".model"
TEXT_HELP = "文字列，可以几列，第一列是标题 text columns, of several the first is the title"


def columns(text: str) -> list[str]:
    """Return the names of columns that were given with commas between them."""
    return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]


def model_path(name: str) -> Path:
    """Return where a model of a name lies; a path is taken as it is."""
    if os.sep in name or name.endswith(ENDING):
        return Path(name)
    from django.conf import settings

    return Path(settings.DATA) / "models" / f"{name}{ENDING}"


def main(arguments: list[str]) -> int:
    """Learn, write the model and its report, print what was found."""
    parser = argparse.ArgumentParser(
        prog="linli learn", description="从一个表格学会给文字分类。 Learns to classify texts from a file."
    )
    parser.add_argument("file", type=Path, help="表格 csv（UTF-8、GB18030）或 xlsx")
    parser.add_argument("--text", required=True, help=TEXT_HELP)
    parser.add_argument("--label", required=True, help="类别列 column of the classes")
    parser.add_argument("--model", required=True, help="模型的名字 name of the model")
    options = parser.parse_args(arguments)
    start_django()
    from linli.kernel.errors import LinliError

    try:
        return _learn(options)
    except LinliError as error:
        say(str(error.message), *(f"  {name}: {words}" for name, words in error.fields.items()))
        return 2
    except OSError as error:
        say(f"文件打不开。 The file cannot be opened.  {error}")
        return 2


def _learn(options: argparse.Namespace) -> int:
    from linli.engines.cases.learning.examples import Example, lesson_from, read_texts
    from linli.engines.cases.learning.training import learn

    given = read_texts(options.file.read_bytes(), columns(options.text), options.label.strip())
    lesson = lesson_from(Example(row.title, row.body, row.label) for row in given.rows)
    learned = learn(lesson, tell=_progress)
    path = model_path(options.model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(learned.model.to_bytes())
    path.with_suffix(".json").write_text(json.dumps(learned.report, ensure_ascii=False, indent=1), encoding="utf-8")
    _print(learned.report, path)
    return 0


def _progress(done: int, total: int, _words: str) -> bool:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done * 100 // total:3d} %")
        sys.stdout.flush()
    return True


def _print(report: dict[str, Any], path: Path) -> None:
    say(
        "",
        f"学了 {report['texts']} 条，{len(report['classes'])} 类。下面的数字用没学过的部分量出。",
        f"{report['texts']} texts, {len(report['classes'])} classes; measured on parts it had not seen.",
        "",
        f"  {'类别 class':<24}{'条数 texts':>10}{'F1':>8}{'准 precision':>14}{'全 recall':>12}",
    )
    for row in report["classes"]:
        say(f"  {row['label']:<24}{row['texts']:>10}{row['f1']:>8.3f}{row['precision']:>14.3f}{row['recall']:>12.3f}")
    say("", f"  macro-F1 {report['macro_f1']:.3f}   对 right {report['right']:.3f}")
    for row in report["confidences"]:
        if row["right"] is not None and row["confidence"] in {0.5, 0.7, 0.8, 0.9, 0.95}:
            say(f"  把握 ≥ {row['confidence']:.2f}：{row['share']:6.1%} 的条目，{row['right']:6.1%} 正确")
    say(f"  建议门槛 default confidence  {report['confidence']:.2f}")
    for note in report["notes"]:
        say(f"  · {note}")
    say("", str(path))

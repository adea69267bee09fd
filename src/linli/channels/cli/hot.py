"""`./linli hot`: the hot issues of a file of messages, the hottest first, without a database."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say

if TYPE_CHECKING:
    from linli.engines.cases.hot.analyse import Found

SHOWN = 10


def main(arguments: list[str]) -> int:
    """Read the file, gather its messages, write the ranked issues."""
    parser = argparse.ArgumentParser(
        prog="linli hot", description="从一个表格找出热点问题。 Finds the hot issues of a file of messages."
    )
    parser.add_argument("file", type=Path, help="表格 csv（UTF-8、GB18030）或 xlsx")
    parser.add_argument("--text", required=True, help="文字列，可以几列，第一列是标题 text columns, the title first")
    parser.add_argument("--time", required=True, help="时间列 column of the time")
    parser.add_argument("--support", default="", help="点赞数的列 column of the support")
    parser.add_argument("--id", default="", help="编号列（默认自己找，没有就用行号）column of the number")
    parser.add_argument("--who", default="", help="留言人的列（默认自己找），一人只算一次 the writer, counted once")
    parser.add_argument("--out", type=Path, required=True, help="结果 JSON")
    options = parser.parse_args(arguments)
    start_django()
    from linli.engines.cases.hot.analyse import hot_issues
    from linli.engines.cases.hot.reading import Columns, read_messages
    from linli.kernel.errors import LinliError

    texts = [one.strip() for one in options.text.replace("，", ",").split(",") if one.strip()]
    columns = Columns(texts, options.time.strip(), options.support.strip(), options.id.strip(), options.who.strip())
    try:
        given = read_messages(options.file.read_bytes(), columns)
        found = hot_issues(given.messages)
        options.out.write_text(json.dumps(_as_json(found), ensure_ascii=False, indent=1), encoding="utf-8")
    except LinliError as error:
        say(str(error.message))
        return 2
    except OSError as error:
        say(f"文件打不开。 The file cannot be opened.  {error}")
        return 2
    if given.refused:
        first = "；".join(f"{number}: {why}" for number, why in given.refused[:5])
        say(f"{len(given.refused)} 行没有读。 {len(given.refused)} rows were left out.  {first}")
    say(f"{len(given.messages)} 条留言，{len(found)} 个问题。 {len(given.messages)} messages, {len(found)} issues.")
    for number, one in enumerate(found[:SHOWN], 1):
        days = f"{one.first:%Y-%m-%d}～{one.last:%Y-%m-%d}"
        say(f"{number:>3}  {one.heat.value:>6}  {len(one.ids):>4} 条  {days}  {one.title}")
    return 0


def _as_json(found: "list[Found]") -> list[dict[str, object]]:
    return [
        {
            "rank": number,
            "title": one.title,
            "place": one.place,
            "from": one.first.isoformat(),
            "to": one.last.isoformat(),
            "heat": one.heat.value,
            "people": one.heat.people,
            "support": one.heat.support,
            "recency": one.heat.recency,
            "rise": one.heat.rise,
            "message_ids": list(one.ids),
        }
        for number, one in enumerate(found, 1)
    ]

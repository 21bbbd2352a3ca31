"""What reading an article costs: time against a bare count of its words, and memory added to the process."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from bot.extraction.engine import extract
from tests.bench.conftest import timed

ROOT = Path(__file__).resolve().parents[2]
WORD = re.compile(r"\w+")
MEMORY = """
import resource, sys
sys.path.insert(0, sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from bot.extraction.engine import extract
for number in range(20):
    extract("Netflix renewed 'Signal' for a second season on Monday. Kim Hye-soo returns. " * 20, "Signal", None)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def test_extract(tell):
    texts = [json.loads(path.read_text()) for path in sorted((ROOT / "data" / "training").glob("*-01-*.json"))]
    day = date(2025, 1, 1)
    extract("Warm.", "Up", day)

    def read() -> int:
        return sum(len(extract(a["text"], a["title"], day).facts) for a in texts)

    def count() -> int:
        return sum(len(WORD.findall(a["text"])) for a in texts)

    ours, bare = timed(read, 3).median, timed(count, 20).median
    size = sum(len(a["text"]) for a in texts) / len(texts)
    tell(f"extract, an article of {size:,.0f} characters", ours / len(texts), bare / len(texts))
    assert ours / len(texts) * 1500 / size < 0.1, "news must be read faster than it comes"


def test_extract_memory():
    done = subprocess.run([sys.executable, "-c", MEMORY, str(ROOT)], capture_output=True, text=True, check=True)
    added = float(done.stdout)
    print(f"extract: {added:.0f} MiB added to a bare process")
    assert added < 40

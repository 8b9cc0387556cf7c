"""Print the oldest version that pyproject.toml allows of each dependency, one `name==version` a line."""

import re
import sys
import tomllib
from pathlib import Path


def oldest(requirement: str) -> str:
    """Turn `name>=1.2,<2` into `name==1.2`; raises ValueError when no lower bound is named."""
    found = re.match(r"\s*([A-Za-z0-9._-]+)[^>=]*>=\s*([0-9][0-9A-Za-z.]*)", requirement)
    if found is None:
        raise ValueError(f"{requirement} names no oldest version")
    return f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sys.stdout.write("".join(f"{oldest(each)}\n" for each in project["dependencies"]))

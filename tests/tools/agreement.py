#!/usr/bin/env python3
"""Compare the verbs and adjectives that medgloss reads with those of a morphological analyser: their base form and their inflection.

  pip install sudachipy==0.7.0 sudachidict_core
  agreement.py DOCS.jsonl --tool target/release/medgloss [--worst N]

DOCS.jsonl holds a document a line, {"id": …, "text": …}, of any kind. It is a tool of development and no part of the tests. Reference:
SudachiPy with the core dictionary, mode C. Counted is every verb and adjective of the analyser that begins a word of its own:

  base       share of them that medgloss reads with the same base form (by the analyser's normalized form, so that spelling does not count)
  inflection of those, the share with the same voice, polarity, tense, politeness, mood and continuation
  both       share with both
  pattern    those that lie in a function word of ours (を用いて, に関する), a compound or a noun that is whole: not counted in the shares

The analyser has faults of its own (行った is 行く for it); read the list of the worst before believing a figure.
"""
import argparse
import collections
import json
import subprocess

from sudachipy import Dictionary, SplitMode

# What the analyser's auxiliaries and particles say, in our features.
AUXILIARIES = {
    "れる": "passive", "られる": "passive", "せる": "causative", "させる": "causative", "しめる": "causative", "ない": "negative", "ず": "negative",
    "ぬ": "negative", "ん": "negative", "ざる": "negative", "た": "past", "だ": "past", "ます": "polite", "たい": "desiderative", "べき": "obligation",
    "べし": "obligation", "まい": "negative",
}
NOTES = {"あり": "ある", "なし": "ない"}
COMPARED = {"passive", "causative", "negative", "past", "polite", "desiderative", "obligation", "conditional"}


def glosses(tool, docs):
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"]}, ensure_ascii=False) + "\n" for d in docs)
    run = subprocess.run([tool, "batch", "-"], input=lines.encode(), stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def words_of(tokenizer, text):
    """The analyser's morphemes with their byte ranges, line by line."""
    found, start = [], 0
    for line in text.splitlines(True):
        bytes_at = [0]
        for character in line:
            bytes_at.append(bytes_at[-1] + len(character.encode()))
        for m in tokenizer.tokenize(line, SplitMode.C) if len(line) < 15000 else []:
            found.append((start + bytes_at[m.begin()], start + bytes_at[m.end()], m))
        start += bytes_at[-1]
    return found


def features_of(morphemes):
    """What the morphemes after a verb or adjective say."""
    said = set()
    for _, _, m in morphemes:
        pos, base = m.part_of_speech(), m.dictionary_form()
        # な and に of the copula are forms of だ, and no past.
        if pos[0] == "助動詞" and base in AUXILIARIES and (base != "だ" or pos[4] == "助動詞-タ"):
            said.add(AUXILIARIES[base])
        elif base in ("ない", "無い"):
            said.add("negative")
        elif base in ("ば", "たら", "なら"):
            said.add("conditional")
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--tool", required=True)
    parser.add_argument("--worst", type=int, default=0)
    args = parser.parse_args()
    docs = [json.loads(line) for line in open(args.data, encoding="utf-8") if line.strip()]
    tokenizer = Dictionary(dict="core").create()
    normal = {}

    def base_of(headword):
        """The verb of a headword that is a passive with a meaning of its own (思われる), or holds its particle (と考える)."""
        morphemes = [m for m in tokenizer.tokenize(headword, SplitMode.C) if m.part_of_speech()[0] != "助詞"]
        forms = [m.dictionary_form() for m in morphemes]
        if len(forms) == 2 and forms[1] in ("れる", "られる"):
            return morphemes[0].normalized_form(), {"passive"}
        return (morphemes[0].normalized_form() if len(forms) == 1 else headword), set()

    def kana_of(headword):
        """The reading of a headword in hiragana; nothing where the analyser takes it for several words."""
        morphemes = tokenizer.tokenize(headword, SplitMode.C)
        reading = morphemes[0].reading_form() if len(morphemes) == 1 else ""
        return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in reading)

    def normalized(word):
        if word not in normal:
            morphemes = tokenizer.tokenize(word, SplitMode.C)
            normal[word] = morphemes[0].normalized_form() if len(morphemes) == 1 else word
        return normal[word]

    count = collections.Counter()
    worst = collections.Counter()
    for doc, answer in zip(docs, glosses(args.tool, docs)):
        segments = [s for b in answer["blocks"] for t in b["sentences"] for s in t["segments"]]
        morphemes = words_of(tokenizer, doc["text"])
        at = 0
        for segment in segments:
            first = at
            while at < len(morphemes) and morphemes[at][0] < segment["end"]:
                at += 1
            inside = [m for m in morphemes[first:at] if m[0] >= segment["start"]]
            heads = [n for n, (_, _, m) in enumerate(inside) if m.part_of_speech()[0] in ("動詞", "形容詞")
                     and not (n and m.part_of_speech()[1] == "非自立可能")]
            if not heads:
                # する behind a noun is no word of its own, unless it stands apart from it.
                continue
            head = heads[0]
            _, end, word = inside[head]
            if head or segment["kind"] == "function" or segment.get("parts") or (segment["kind"] in ("term", "word", "name", "compound", "abbreviation") and not segment.get("features") and normalized(segment.get("headword") or "") != word.normalized_form() and inside[-1][2].part_of_speech()[0] not in ("動詞", "形容詞", "助動詞")):
                count["pattern"] += 1
                continue
            count["verbs and adjectives"] += 1
            ours = {f for f in segment.get("features") or [] if f in COMPARED}
            ours |= {"negative"} if "without" in (segment.get("features") or []) else set()
            theirs = features_of(inside[head + 1:]) & COMPARED
            names = {word.normalized_form(), word.dictionary_form()}
            own, voice = base_of(segment.get("headword") or "")
            ours |= voice
            # The note style's あり is an entry of its own; its verb is ある.
            own = NOTES.get(own, own)
            # Kana that the analyser leaves as written is the same verb where it is how ours is read.
            own_kana = kana_of(segment.get("headword") or "")
            base = own in names or own_kana in names or NOTES.get(segment.get("headword")) in names or segment.get("headword") in names or normalized(segment.get("headword") or "") in names or normalized(own) in names
            inflection = ours == theirs and inside[-1][1] == segment["end"]
            count["base"] += base
            count["inflection"] += base and inflection
            if not base or not inflection:
                worst[f"{segment['text']}: {segment.get('headword')} {sorted(ours)} / {word.dictionary_form()} {sorted(theirs)}"] += 1
    total = max(1, count["verbs and adjectives"])
    print(json.dumps({
        "docs": len(docs),
        "verbs and adjectives": count["verbs and adjectives"],
        "pattern": count["pattern"],
        "base": round(count["base"] / total, 4),
        "inflection": round(count["inflection"] / max(1, count["base"]), 4),
        "both": round(count["inflection"] / total, 4),
        "worst": worst.most_common(args.worst),
    }, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

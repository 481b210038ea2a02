"""Seconds that a Python program takes for its part of the work: peers.py jieba|cpca|jionlp FOLDER.

jieba cuts words, cpca finds places, jionlp finds places, amounts of money and times. Loading is left out.
"""

import sys
import time
from pathlib import Path


def jieba_words(text):
    import jieba

    list(jieba.cut(text, HMM=False))


def cpca_places(text):
    import cpca

    cpca.transform_text_with_addrs(text)


def jionlp_places_money_times(text):
    import jionlp

    jionlp.recognize_location(text)
    jionlp.ner.extract_money(text)
    jionlp.ner.extract_time(text)


PEERS = {"jieba": jieba_words, "cpca": cpca_places, "jionlp": jionlp_places_money_times}

if __name__ == "__main__":
    peer = PEERS[sys.argv[1]]
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[2]).rglob("*.txt"))]
    peer(texts[0])
    begun = time.monotonic()
    for text in texts:
        peer(text)
    print(f"{time.monotonic() - begun:.3f}", flush=True)

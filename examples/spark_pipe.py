#!/usr/bin/env python3
"""A corpus glossed by Spark: every partition is piped through `medgloss batch` (PySpark from PyPI, with Java 17).

    MEDGLOSS=target/release/medgloss examples/spark_pipe.py CORPUS.jsonl GLOSSES_FOLDER

The folder's parts, read in the order of their names, hold one line for each line of the corpus, in its order. A document that fails
answers with an error in its line. `medgloss batch` then ends with status 1, which with `checkCode` would make Spark try the partition
again; errors are counted here instead, and make the status 1 in the end.
"""
import os
import sys

from pyspark.sql import SparkSession


def main():
    corpus, glosses = sys.argv[1:]
    spark = SparkSession.builder.appName("medgloss").getOrCreate()
    program = os.environ.get("MEDGLOSS", "medgloss")
    context = spark.sparkContext
    # Hadoop's reader ends lines at \r too unless it is told otherwise. JSON holds no bare \r inside a line, but U+2028 and U+0085 stand in it as they are.
    context._jsc.hadoopConfiguration().set("textinputformat.record.delimiter", "\n")
    lines = context.textFile(corpus, minPartitions=context.defaultParallelism)
    answers = lines.pipe(f"{program} batch -")
    answers.saveAsTextFile(glosses)
    failed = context.textFile(glosses).filter(lambda line: '"error":' in line[:200] and '"schema":' not in line[:20]).count()
    spark.stop()
    print(f"{failed} documents failed", file=sys.stderr)
    sys.exit(failed > 0)


main()

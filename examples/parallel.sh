#!/usr/bin/env bash
# A corpus glossed by all processors of a machine, with GNU parallel (Debian: apt-get install parallel).
#
#   examples/parallel.sh CORPUS.jsonl > GLOSSES.jsonl
#
# One line in, one line out, in the order of the corpus (--keep-order); memory holds one block for each process. A document that fails
# answers with a line {"id": …, "line": …, "error": …} in its place, and the whole then ends with a status that is not 0: parallel's is
# the number of blocks that ended so. "line" counts within the block; the id is the document's own. To go on over several machines,
# give parallel --sshlogin.
set -euo pipefail
medgloss="${MEDGLOSS:-medgloss}"
parallel --pipe --keep-order --block "${BLOCK:-2M}" "$medgloss" batch - < "${1:?a corpus of JSON lines}"

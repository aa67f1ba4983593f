#!/usr/bin/env bash
# Splits Noto Sans (Debian: fonts-noto-core) into what most documents use and the rest, both without hinting instructions and
# alternates: each font that a document uses has tables with a line for every glyph, used or not, which made up most of a
# one-page document and of the time to compress it. Needs fontTools (Debian: python3-fonttools).
# Usage: split.sh FOLDER-OF-THE-ORIGINALS FOLDER-FOR-THE-PARTS
set -euo pipefail

common=U+0020-017F,U+0192,U+0218-021B,U+02C6-02DD,U+0300-0308,U+030A-030C,U+0326-0328,U+2010-2044,U+20A0-20BF,U+2100-2122,U+2212
options=(--no-hinting --desubroutinize --layout-features= --notdef-outline --no-recalc-timestamp --drop-tables+=GSUB,GPOS,GDEF
  '--name-IDs=*')

# Everything that is in none of these ranges; the blanks are in both, so that words need no other font for what is between.
rest=$(mktemp)
trap 'rm -f "$rest"' EXIT
/usr/bin/python3 - "$common" >"$rest" <<'EOF'
import sys
common = set()
for part in sys.argv[1].replace("U+", "").split(","):
    first, _, last = part.partition("-")
    common |= set(range(int(first, 16), int(last or first, 16) + 1))
print("\n".join(f"{code:04X}" for code in range(32, 0x10000) if code in (32, 160) or code not in common))
EOF

for style in Regular Bold Italic BoldItalic; do
  /usr/bin/python3 -m fontTools.subset "$1/NotoSans-$style.ttf" --unicodes="$common" --output-file="$2/NotoSans-$style.ttf" "${options[@]}"
  /usr/bin/python3 -m fontTools.subset "$1/NotoSans-$style.ttf" --unicodes-file="$rest" --output-file="$2/NotoSans-$style-Rest.ttf" "${options[@]}"
done

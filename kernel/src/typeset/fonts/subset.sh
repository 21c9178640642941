#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the fallback fonts of this folder (OFL-1.1) from Debian's fonts-noto-core and fonts-noto-cjk and from
# @expo-google-fonts/noto-emoji, unpacked below $1 and $2. Needs Python's fontTools. Run in this folder.
set -eu
core=$1/usr/share/fonts/truetype/noto
cjk=$1/usr/share/fonts/opentype/noto
emoji=$2
subset() { # source, target, unicodes, further options
  from=$1 to=$2 what=$3
  shift 3
  python3 -m fontTools.subset "$from" --unicodes="$what" --layout-features='*' --no-hinting --desubroutinize --output-file="$to" "$@"
}
for script in Hebrew Georgian Armenian Thai Lao Khmer Myanmar Devanagari Bengali Gurmukhi Gujarati Tamil Telugu Kannada Malayalam Sinhala Ethiopic; do
  subset "$core/NotoSans$script-Regular.ttf" "$script.ttf" '*'
done
# Currency, letter-like signs, numbers, arrows, operators, technical and geometric signs, dingbats.
subset "$core/NotoSansMath-Regular.ttf" Math.ttf 'U+2016-206F,U+2070-209C,U+2100-218B,U+2190-23FF,U+25A0-25FF,U+27C0-297F,U+2A00-2BFF'
subset "$core/NotoSansSymbols-Regular.ttf" Symbols.ttf 'U+20A0-20F0,U+2100-218B,U+2300-23FF,U+2460-24FF,U+2600-27BF'
subset "$core/NotoSansSymbols2-Regular.ttf" Symbols2.ttf 'U+2190-21FF,U+2300-23FF,U+2500-25FF,U+2600-27BF,U+2B00-2BFF,U+1F100-1F1FF,U+1F780-1F7FF'
subset "$emoji" Emoji.ttf '*'
# Han as in GB 2312, Big5 level 1 and JIS X 0208; kana; Hangul as in KS X 1001; full-width forms.
python3 - > cjk.txt <<'PY'
have = set()
for codec, leads in (('gb2312', range(0xB0, 0xF8)), ('euc_jp', range(0xA1, 0xF5)), ('euc_kr', range(0xA1, 0xC9)), ('big5', range(0xA4, 0xC7))):
    for lead in leads:
        for trail in range(0x40, 0xFF):
            try:
                have.add(ord(bytes((lead, trail)).decode(codec)))
            except (UnicodeDecodeError, TypeError):
                pass
have |= set(range(0x3000, 0x3100)) | set(range(0xFF00, 0xFFF0)) | set(range(0x3105, 0x3130))
for code in sorted(c for c in have if c >= 0x2E80):
    print(f'{code:X}')
PY
python3 -m fontTools.subset "$cjk/NotoSansCJK-Regular.ttc" --font-number=2 --unicodes-file=cjk.txt --layout-features='' --no-hinting --output-file=CJK.otf
rm cjk.txt

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the fonts of this folder from @fontsource-variable (OFL-1.1): weights 400 to 700, and of each script only what
# the five languages of Stoa write. Needs fonttools with brotli. Run from the repository's root.
set -eu
from=node_modules/@fontsource-variable
to=apps/portal/src/design/fonts
subset() { # source, target, unicodes
  fonttools varLib.instancer -q "$from/$1" wght=400:700 -o "$to/$2.tmp.ttf"
  pyftsubset "$to/$2.tmp.ttf" --unicodes="$3" --layout-features='*' --no-hinting --flavor=woff2 --output-file="$to/$2.woff2"
  rm "$to/$2.tmp.ttf"
}
subset noto-sans/files/noto-sans-latin-wght-normal.woff2 latin \
  'U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212'
subset noto-sans/files/noto-sans-cyrillic-wght-normal.woff2 cyrillic 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116'
subset noto-sans/files/noto-sans-cyrillic-ext-wght-normal.woff2 cyrillic-kazakh \
  'U+0492-0493,U+049A-049B,U+04A2-04A3,U+04AE-04AF,U+04BA-04BB,U+04D8-04D9,U+04E8-04E9,U+20B8'
subset noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2 arabic \
  'U+0600-0606,U+060C,U+061B-061F,U+0621-063A,U+0640-0656,U+0660-0671,U+200C-200F'

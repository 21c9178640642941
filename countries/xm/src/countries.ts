// SPDX-License-Identifier: Apache-2.0
/** Countries of the world: ISO 3166-1, all officially assigned codes; names come from CLDR through Intl. */
import { inEachLanguage, type LocalText } from './local-text.ts';

export interface CountryCode {
  readonly alpha2: string;
  readonly alpha3: string;
}

/** Alpha-2 and alpha-3 code of each country, written together. */
const assigned = `
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD
BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN
CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU
DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB
GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG
HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN
KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU
LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR
MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL
OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB
RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP
SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN
TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF
ZMZMB ZWZWE
`;

export const countryCodes: readonly CountryCode[] = assigned
  .trim()
  .split(/\s+/)
  .map((pair) => ({ alpha2: pair.slice(0, 2), alpha3: pair.slice(2) }));

/**
 * Meridia itself, from the codes that ISO 3166-1 clause 8.1.3 leaves to users (XA to XZ, XAA to XZZ): never assigned to
 * a real country.
 */
export const meridiaCode: CountryCode = { alpha2: 'XM', alpha3: 'XME' };
const meridiaName: LocalText = { en: 'Meridia', ru: 'Меридия', kk: 'Меридия', uk: 'Меридія', ar: 'ميريديا' };

const byAlpha3 = new Map(countryCodes.map((code) => [code.alpha3, code]));

/** Whether `alpha3` is an assigned ISO 3166-1 alpha-3 code or Meridia's own. */
export const knownCountry = (alpha3: string): boolean => alpha3 === meridiaCode.alpha3 || byAlpha3.has(alpha3);

/** Name of the country with that alpha-3 code in every language; undefined when there is none. */
export function countryName(alpha3: string): LocalText | undefined {
  if (alpha3 === meridiaCode.alpha3) return meridiaName;
  const code = byAlpha3.get(alpha3);
  if (!code) return undefined;
  return inEachLanguage((language) => regionNames(language).of(code.alpha2) ?? code.alpha2);
}

const namesByLanguage = new Map<string, Intl.DisplayNames>();
function regionNames(language: string): Intl.DisplayNames {
  const known = namesByLanguage.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames([language], { type: 'region' });
  namesByLanguage.set(language, names);
  return names;
}

/** Every country by its alpha-3 code, with its name in every language. */
export const countryNames = (): ReadonlyMap<string, LocalText> =>
  new Map(
    [...countryCodes, meridiaCode].flatMap(({ alpha3 }) => {
      const name = countryName(alpha3);
      return name ? [[alpha3, name] as const] : [];
    }),
  );

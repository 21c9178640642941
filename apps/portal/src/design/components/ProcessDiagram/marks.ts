// SPDX-License-Identifier: Apache-2.0
/** The small signs of BPMN 2.0, drawn for Stoa on a 24 px square. */
const envelope = 'M2 5h20v14H2zM2 5l10 8 10-8';
const rewind = 'M12 5v14l-9-7zM21 5v14l-9-7z';

export const eventMarks: Readonly<Record<string, string>> = {
  message: envelope,
  timer: 'M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M12 6v6l4 3',
  signal: 'M12 3 22 20H2z',
  conditional: 'M4 2h16v20H4zM7 7h10M7 12h10M7 17h10',
  error: 'M3 21 8.500 4l7 9L21 3l-5.500 17-7-9z',
  escalation: 'M12 2 20 22l-8-8-8 8z',
  terminate: 'M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0',
  compensation: rewind,
  link: 'M2 9h11V4l9 8-9 8v-5H2z',
  cancel: 'M5 2l7 7 7-7 3 3-7 7 7 7-3 3-7-7-7 7-3-3 7-7-7-7z',
  multiple: 'M12 2l10 7.500-4 12H6L2 9.500z',
};
export const taskIcons: Readonly<Record<string, string>> = {
  user: 'M8 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0M3 22c.7-5 4-8 9-8s8.300 3 9 8z',
  manual: 'M2 12l7-7h3v3L9.500 9.500H21v3h-9M21 12.500v3h-8M20 15.500v3h-7M18 18.500v2.500H8l-6-4',
  service:
    'M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0M5.500 12a6.500 6.500 0 1 0 13 0 6.500 6.500 0 1 0-13 0M12 2v3.500M12 18.500V22M2 12h3.500M18.500 12H22M5 5l2.500 2.500M16.500 16.500 19 19M5 19l2.500-2.500M16.500 7.500 19 5',
  send: envelope,
  receive: envelope,
  script: 'M8 2h12c-5 5 2 7-2 12-2 3 1 5 0 8H4c5-5-2-7 2-12 2-3-1-5 2-8zM8.500 8H15M8 12.500h6.500M9 17h6',
  rule: 'M2 4h20v16H2zM2 9h20M9 9v11',
};
export const gatewayMarks: Readonly<Record<string, string>> = {
  exclusive: 'M5 4l14 16M19 4 5 20',
  parallel: 'M12 2v20M2 12h20',
  inclusive: 'M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0',
  'event-based':
    'M1 12a11 11 0 1 0 22 0 11 11 0 1 0-22 0M3.500 12a8.500 8.500 0 1 0 17 0 8.500 8.500 0 1 0-17 0M12 7l5 3.700-2 5.800H9l-2-5.800z',
  complex: 'M12 2v20M2 12h20M5 5l14 14M19 5 5 19',
};
/** Below the words of an activity. */
export const activityMarkers: Readonly<Record<string, string>> = {
  parallel: 'M6 3v18M12 3v18M18 3v18',
  sequential: 'M3 6h18M3 12h18M3 18h18',
  loop: 'M8 21H4v-4M4.500 20.500A9.500 9.500 0 1 1 13 22',
  compensation: rewind,
  collapsed: 'M3 3h18v18H3zM12 7v10M7 12h10',
};
export const stateMarks: Readonly<Record<string, string>> = {
  done: 'm5 12.500 5 5 9-11',
  failed: 'M6 6l12 12M18 6 6 18',
  skipped: 'M5 12h14',
};

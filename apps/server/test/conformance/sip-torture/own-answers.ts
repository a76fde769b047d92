import type { Expectation } from './rfc4475-answers.ts';

const accepted: Expectation = { datagram: ['up MESSAGE'] };
const refused: Expectation = { datagram: ['400'] };
/** The length is not known, so the stream cannot go on. */
const endsStream: Expectation = { datagram: ['400'], stream: ['400', 'closed'] };

/** The messages of `valid/`, each named by what is odd about it. */
export const validAnswers: Readonly<Record<string, Expectation>> = {
  'body-of-17-kilobytes.dat': accepted,
  'comma-via.dat': accepted,
  'compact-forms.dat': accepted,
  'content-length-twins-equal.dat': accepted,
  'empty-body-odd-type.dat': accepted,
  'folded-via.dat': accepted,
  'invalid-host-of-browser.dat': accepted,
  'ipv6-sent-by.dat': accepted,
  'leading-empty-lines.dat': accepted,
  'no-max-forwards-odd-date.dat': accepted,
  'nul-in-body.dat': accepted,
  'prototype-names.dat': accepted,
  'several-messages-in-one-packet.dat': { datagram: ['up MESSAGE'], stream: ['up MESSAGE', 'up MESSAGE'] },
  'surplus-after-body.dat': accepted,
  'unknown-content-language.dat': accepted,
  'utf8-display-name.dat': accepted,
};

/** The messages of `invalid/`, each named by what is wrong with it. */
export const invalidAnswers: Readonly<Record<string, Expectation>> = {
  'ack-malformed.dat': { datagram: ['dropped'] },
  'bad-escape-in-user.dat': refused,
  'bare-carriage-return.dat': refused,
  'bare-line-feed.dat': refused,
  'body-above-64-kilobytes.dat': { datagram: ['513'], stream: ['513', 'closed'] },
  'body-without-type.dat': refused,
  'content-length-above-32-bits.dat': endsStream,
  'content-length-behind-control.dat': endsStream,
  'content-length-empty.dat': endsStream,
  'content-length-hex.dat': endsStream,
  'content-length-larger.dat': { datagram: ['400'], stream: [] },
  'content-length-list.dat': endsStream,
  'content-length-negative.dat': endsStream,
  'content-length-plus.dat': endsStream,
  'content-length-twins-differ.dat': endsStream,
  'empty-from.dat': refused,
  'head-above-64-kilobytes.dat': { datagram: ['513'], stream: ['513', 'closed'] },
  'head-without-end.dat': { datagram: ['400'], stream: [] },
  'html-body.dat': { datagram: ['415'] },
  'http-request.dat': { datagram: ['dropped'], stream: ['dropped', 'closed'] },
  'ipv6-scope-id.dat': refused,
  'line-of-16-kilobytes.dat': refused,
  'max-forwards-word.dat': refused,
  'max-forwards-zero.dat': { datagram: ['483'] },
  'no-call-id.dat': refused,
  'no-colon.dat': refused,
  'no-via.dat': { datagram: ['dropped'] },
  'nul-in-from.dat': refused,
  'only-white-space.dat': { datagram: ['dropped'], stream: [] },
  'overlong-utf8.dat': refused,
  'response-status-two-digits.dat': { datagram: ['dropped'] },
  'response-without-via.dat': { datagram: ['dropped'] },
  'split-utf8.dat': refused,
  // The length stands behind the headers that are too many.
  'three-hundred-headers.dat': endsStream,
  'twin-from-compact.dat': refused,
  'twin-to.dat': refused,
  'two-ats-in-uri.dat': refused,
  'unknown-coding-body.dat': { datagram: ['415'] },
  'vertical-tab-before-colon.dat': refused,
};

import type { KeyValueList } from './attached-data.ts';

/** TTreatmentType. For IM the server has CollectDigits, PlayAnnouncement and PlayAnnouncementAndDigits. */
export const TreatmentType = {
  Unknown: 0,
  IVR: 1,
  Music: 2,
  RingBack: 3,
  Silence: 4,
  Busy: 5,
  CollectDigits: 6,
  PlayAnnouncement: 7,
  PlayAnnouncementAndDigits: 8,
  VerifyDigits: 9,
  RecordUserAnnouncement: 10,
  DeleteUserAnnouncement: 11,
  CancelCall: 12,
  PlayApplication: 13,
  SetDefaultRoute: 14,
  TextToSpeech: 15,
  TextToSpeechAndDigits: 16,
  FastBusy: 17,
  RAN: 18,
} as const;
export type TreatmentType = (typeof TreatmentType)[keyof typeof TreatmentType];

/** `errorCode` of EventTreatmentNotApplied for a treatment that an IM does not know. */
export const TREATMENT_NOT_SUPPORTED = 51;

/** Longest TOTAL_TIMEOUT that an outside router may ask for, in seconds. */
export const TOTAL_TIMEOUT_MAX = 86_400;

/** How a treatment ended, in `extensions.COMPLETION_STATUS` of EventTreatmentEnd. */
export const CompletionStatus = { Normal: 'NORMAL', Timeout: 'TIMEOUT' } as const;
export type CompletionStatus = (typeof CompletionStatus)[keyof typeof CompletionStatus];

/** The parameters of a Play Announcement of one text. */
export function announcementParameters(text: string, language: string): KeyValueList {
  return { PROMPT: { '1': { INTERRUPTABLE: 0, TEXT: text } }, LANGUAGE: language };
}

/** The texts of a Play Announcement, one below the other, in the order of their numbers. */
export function announcementText(parameters: KeyValueList): string {
  const prompts = parameters['PROMPT'];
  if (typeof prompts !== 'object') return '';
  return Object.entries(prompts)
    .sort(([left], [right]) => Number(left) - Number(right))
    .flatMap(([, prompt]) => (typeof prompt === 'object' && 'TEXT' in prompt ? [prompt.TEXT] : []))
    .filter((text) => typeof text === 'string' || typeof text === 'number')
    .join('\n');
}

/** TOTAL_TIMEOUT in seconds; null when there is none that makes sense. */
export function totalTimeoutSeconds(parameters: KeyValueList): number | null {
  const seconds = Number(parameters['TOTAL_TIMEOUT'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** Why these parameters cannot be what was meant; undefined when they can. */
export function parametersProblem(treatmentType: TreatmentType, parameters: KeyValueList): string | undefined {
  const { CollectDigits, PlayAnnouncement, PlayAnnouncementAndDigits } = TreatmentType;
  const speaks = treatmentType === PlayAnnouncement || treatmentType === PlayAnnouncementAndDigits;
  if (speaks && announcementText(parameters).trim() === '')
    return 'treatmentParameters.PROMPT needs a TEXT, as in {"PROMPT": {"1": {"TEXT": "Hello."}}}.';
  const asks = treatmentType === CollectDigits || treatmentType === PlayAnnouncementAndDigits;
  const timeout = parameters['TOTAL_TIMEOUT'] ?? 0;
  const seconds = typeof timeout === 'string' || typeof timeout === 'number' ? Number(timeout) : Number.NaN;
  if (asks && !(seconds >= 0 && seconds <= TOTAL_TIMEOUT_MAX))
    return `treatmentParameters.TOTAL_TIMEOUT must be 0 (without end) to ${TOTAL_TIMEOUT_MAX} seconds.`;
  return undefined;
}

/** MAX_DIGITS of 0: the treatment collects nothing and ends at once. Other numbers mean nothing for texts. */
export function collectsNothing(parameters: KeyValueList): boolean {
  return String(parameters['MAX_DIGITS'] ?? '').trim() === '0';
}

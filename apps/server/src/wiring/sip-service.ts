import { ACCEPTED_ENCODINGS } from '../protocols/sip/bodies/content-coding.ts';
import { PIDF_TYPE } from '../protocols/sip/bodies/pidf.ts';
import { MESSAGE_TYPES } from '../protocols/sip/bodies/read-body.ts';
import { DESCRIPTION_TYPES } from '../protocols/sip/bodies/read-description.ts';

/** What is served over SIP: methods, extensions, and what bodies may be, by method. */
export const sipService = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'OPTIONS', 'REGISTER', 'SUBSCRIBE', 'PUBLISH'],
  supported: ['replaces', 'timer', 'path', 'outbound', 'gruu'],
  acceptedTypes: { MESSAGE: MESSAGE_TYPES, INVITE: DESCRIPTION_TYPES, PUBLISH: [PIDF_TYPE] },
  acceptedEncodings: { MESSAGE: ACCEPTED_ENCODINGS },
} as const;

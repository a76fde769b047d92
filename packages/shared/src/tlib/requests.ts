import { z } from 'zod';
import { keyValueListSchema } from './attached-data.ts';
import { RouteType } from './route-types.ts';
import { TreatmentType } from './treatments.ts';

/** Largest text of one IM: bytes of UTF-8, without the nickname prefix. */
export const TEXT_BYTES_MAX = 16_384;
/** Longest `requestID`. */
export const REQUEST_ID_LENGTH_MAX = 64;

const dn = z.string().min(1).max(255);
const connID = z.string().regex(/^[0-9a-f]{16}$/i, 'must be 16 hex digits');
const tail = {
  referenceID: z.int().positive(),
  requestID: z.string().min(1).max(REQUEST_ID_LENGTH_MAX).optional(),
  reasons: keyValueListSchema.optional(),
  extensions: keyValueListSchema.optional(),
};
const workMode = z.int().min(0).max(7).optional();
const queue = { thisQueue: z.string().max(255).optional() };
const onCall = { ...tail, thisDN: dn, connID };
const towards = { ...onCall, otherDN: dn, userData: keyValueListSchema.optional() };

const treatmentType = z.literal(Object.values(TreatmentType));

/** Requests that this server carries out, one schema each. */
export const requestSchemas = {
  TRegisterAddress: z.object({
    name: z.literal('TRegisterAddress'),
    ...tail,
    thisDN: dn,
    registerMode: z.literal([0, 2]).optional(),
  }),
  TUnregisterAddress: z.object({
    name: z.literal('TUnregisterAddress'),
    ...tail,
    thisDN: dn,
    registerMode: z.literal([0, 2]).optional(),
  }),
  TAgentLogin: z.object({
    name: z.literal('TAgentLogin'),
    ...tail,
    ...queue,
    thisDN: dn,
    agentID: z.string().min(1).max(255),
    agentWorkMode: workMode,
  }),
  TAgentLogout: z.object({ name: z.literal('TAgentLogout'), ...tail, ...queue, thisDN: dn, agentWorkMode: workMode }),
  TAgentSetReady: z.object({
    name: z.literal('TAgentSetReady'),
    ...tail,
    ...queue,
    thisDN: dn,
    agentWorkMode: workMode,
  }),
  TAgentSetNotReady: z.object({
    name: z.literal('TAgentSetNotReady'),
    ...tail,
    ...queue,
    thisDN: dn,
    agentWorkMode: workMode,
  }),
  TAnswerCall: z.object({ name: z.literal('TAnswerCall'), ...onCall }),
  TReleaseCall: z.object({ name: z.literal('TReleaseCall'), ...onCall }),
  TMakeCall: z.object({
    name: z.literal('TMakeCall'),
    ...tail,
    thisDN: dn,
    otherDN: dn,
    mediaType: z.int().optional(),
    userData: keyValueListSchema.optional(),
  }),
  TClearCall: z.object({ name: z.literal('TClearCall'), ...onCall }),
  THoldCall: z.object({ name: z.literal('THoldCall'), ...onCall }),
  TRetrieveCall: z.object({ name: z.literal('TRetrieveCall'), ...onCall }),
  TAlternateCall: z.object({ name: z.literal('TAlternateCall'), ...onCall, consultConnID: connID }),
  TReconnectCall: z.object({ name: z.literal('TReconnectCall'), ...onCall, consultConnID: connID }),
  TCompleteTransfer: z.object({ name: z.literal('TCompleteTransfer'), ...onCall, consultConnID: connID }),
  TCompleteConference: z.object({ name: z.literal('TCompleteConference'), ...onCall, consultConnID: connID }),
  TInitiateTransfer: z.object({ name: z.literal('TInitiateTransfer'), ...towards }),
  TMuteTransfer: z.object({ name: z.literal('TMuteTransfer'), ...towards }),
  TSingleStepTransfer: z.object({ name: z.literal('TSingleStepTransfer'), ...towards }),
  TInitiateConference: z.object({ name: z.literal('TInitiateConference'), ...towards }),
  TSingleStepConference: z.object({ name: z.literal('TSingleStepConference'), ...towards }),
  TRedirectCall: z.object({ name: z.literal('TRedirectCall'), ...towards }),
  TDeleteFromConference: z.object({ name: z.literal('TDeleteFromConference'), ...onCall, otherDN: dn }),
  TMonitorNextCall: z.object({
    name: z.literal('TMonitorNextCall'),
    ...tail,
    thisDN: dn,
    otherDN: dn,
    /** One call, all calls. */
    monitorNextCallType: z.literal([0, 1]).optional(),
    /** The running call to join, when the agent has several. */
    connID: connID.optional(),
  }),
  TCancelMonitoring: z.object({ name: z.literal('TCancelMonitoring'), ...tail, thisDN: dn, otherDN: dn }),
  TSetMuteOn: z.object({ name: z.literal('TSetMuteOn'), ...onCall }),
  TSetMuteOff: z.object({ name: z.literal('TSetMuteOff'), ...onCall }),
  TPrivateService: z.object({
    name: z.literal('TPrivateService'),
    ...onCall,
    serviceID: z.int(),
    /** Of 3004, where it may also be an extension. */
    messageID: z.string().max(64).optional(),
  }),
  TAttachUserData: z.object({ name: z.literal('TAttachUserData'), ...onCall, userData: keyValueListSchema }),
  TUpdateUserData: z.object({ name: z.literal('TUpdateUserData'), ...onCall, userData: keyValueListSchema }),
  TDeletePair: z.object({ name: z.literal('TDeletePair'), ...onCall, key: z.string().min(1).max(256) }),
  TDeleteUserData: z.object({ name: z.literal('TDeleteUserData'), ...onCall, key: z.string().min(1).max(256) }),
  /** Of an outside router. Extensions: virtualQueue, NO_ANSWER_TIMEOUT (seconds), NO_ANSWER_ACTION, NO_ANSWER_OVERFLOW. */
  TRouteCall: z.object({
    name: z.literal('TRouteCall'),
    ...towards,
    /** An empty one is none, which some route types allow. */
    otherDN: z.string().max(255).optional(),
    routeType: z.literal(Object.values(RouteType)).optional(),
  }),
  TApplyTreatment: z.object({
    name: z.literal('TApplyTreatment'),
    ...onCall,
    treatmentType,
    treatmentParameters: keyValueListSchema.optional(),
  }),
  TQueryAddress: z.object({ name: z.literal('TQueryAddress'), ...tail, thisDN: dn }),
  TQueryCall: z.object({ name: z.literal('TQueryCall'), ...onCall }),
  TQueryServer: z.object({ name: z.literal('TQueryServer'), ...tail }),
} as const;

export type TRequestName = keyof typeof requestSchemas;
export type TRequestOf<Name extends TRequestName> = z.infer<(typeof requestSchemas)[Name]>;
/** What a client emits as `request`. */
export type TRequest = { [Name in TRequestName]: TRequestOf<Name> }[TRequestName];

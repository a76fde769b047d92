import { refuse } from '@cordboard/shared/errors';
import { TEXT_BYTES_MAX, type TRequestOf } from '@cordboard/shared/tlib/requests';
import { announcementText, parametersProblem } from '@cordboard/shared/tlib/treatments';
import { applyTreatment } from '../../../router/waiting/treatments.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { requestOfRouter } from './request-of-router.ts';

/** TApplyTreatment: answered by EventTreatmentApplied or EventTreatmentNotApplied. A treatment takes the place of the one before. */
export function applyTreatmentRequest(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TApplyTreatment'>,
): Outcome {
  const found = requestOfRouter(decision, client, request);
  if (!found.ok) return refused(found.failure);
  const parameters = request.treatmentParameters ?? {};
  if (Buffer.byteLength(announcementText(parameters)) > TEXT_BYTES_MAX) return refused(refuse('TextTooLong'));
  const { treatmentType } = request;
  const problem = parametersProblem(treatmentType, parameters);
  if (problem !== undefined) return refused(refuse('InvalidAttribute', problem));
  decision.cancelDeadline('routerTimeout', found.value.id);
  const { event } = applyTreatment(decision, found.value, { treatmentType, parameters });
  return answered(event);
}

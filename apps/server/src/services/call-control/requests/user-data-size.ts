import { type Refusal, refuse } from '@cordboard/shared/errors';
import { type KeyValueList, keyValueListSchema } from '@cordboard/shared/tlib/attached-data';

/** Why a call cannot have this user data: each request keeps the limits, their sum may not. */
export function userDataRefusal(userData: KeyValueList): Refusal | undefined {
  return keyValueListSchema.safeParse(userData).success
    ? undefined
    : refuse('InvalidAttribute', 'userData would exceed its limits.');
}

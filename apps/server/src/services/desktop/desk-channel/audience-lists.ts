import type { DeskHelpRequest, DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import type { SwitchState } from '../../switch/switch-state.ts';
import type { DeskAudience } from './desk-audience.ts';
import { helpRequestRows, monitoringRows } from './desk-view.ts';
import type { DirtyList } from './dirty-rows.ts';
import { RowCache } from './row-cache.ts';

/** The lists that come whole. */
export interface Lists {
  readonly helpRequests: readonly DeskHelpRequest[];
  readonly monitorings: readonly DeskMonitoring[];
}

/** The key of a list, which is the one row of its cache. */
const LIST = '';

/** What one audience is shown of help requests and monitorings: those of the agents whom it supervises. */
export class AudienceLists {
  readonly #caches: { readonly [Name in DirtyList]: RowCache<Lists[Name]> };

  constructor(state: SwitchState, audience: DeskAudience) {
    const supervises = (userName: string | undefined) => audience.supervises(userName);
    this.#caches = {
      helpRequests: new RowCache(() => helpRequestRows(state, supervises)),
      monitorings: new RowCache(() => monitoringRows(state, supervises)),
    };
  }

  /** As they were last shown. */
  get all(): Lists {
    const { helpRequests, monitorings } = this.#caches;
    return { helpRequests: helpRequests.get(LIST) ?? [], monitorings: monitorings.get(LIST) ?? [] };
  }

  /** Those of the dirty lists that say something else now. */
  refresh(dirty: ReadonlySet<DirtyList>): Partial<Lists> {
    const { helpRequests, monitorings } = this.#caches;
    return {
      ...changed('helpRequests', helpRequests, dirty),
      ...changed('monitorings', monitorings, dirty),
    };
  }
}

function changed<List>(name: DirtyList, cache: RowCache<List>, dirty: ReadonlySet<DirtyList>): object {
  return dirty.has(name) && cache.refresh(LIST) === 'changed' ? { [name]: cache.get(LIST) } : {};
}

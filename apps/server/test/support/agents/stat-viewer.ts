import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import {
  type OpenStatistic,
  openStatisticSchema,
  type StatisticMessage,
  type StatisticValue,
} from '@cordboard/shared/statistics/stat-channel';
import type { StatClient, StatShow } from '../../../src/services/stat-server/stat-service.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';

let viewers = 0;

type Asked = Partial<Omit<OpenStatistic, 'referenceID'>>;

/** A client of the stat server, in memory. */
export class StatViewer implements StatClient {
  readonly id = `viewer-${++viewers}`;
  readonly userName: UserName;
  readonly role: PersonRole;
  readonly place: PlaceName | null;
  readonly shown: StatShow[] = [];
  readonly #centre: ContactCentre;
  #referenceID = 0;

  constructor(centre: ContactCentre, userName: string, role: PersonRole, place: string | null = null) {
    this.#centre = centre;
    this.userName = userName;
    this.role = role;
    this.place = place;
  }

  static application(centre: ContactCentre): StatViewer {
    return new StatViewer(centre, 'router', 'application');
  }

  show(show: StatShow): void {
    this.shown.push(JSON.parse(JSON.stringify(show)) as StatShow);
  }

  /** Opens a statistic of `agent:1001`, `queue:VQ_Any` …; returns its number. */
  open(object: string, statType: string, asked: Asked = {}, referenceID = ++this.#referenceID): number {
    const [type, id] = object.split(':');
    const request = openStatisticSchema.parse({ referenceID, object: { type, id }, statType, ...asked });
    this.#centre.world.statServer.open(this, request);
    return referenceID;
  }

  close(referenceID: number): void {
    this.#centre.world.statServer.close(this, { referenceID });
  }

  /** The value of this moment, or the code of the refusal. */
  peek(object: string, statType: string, asked: Asked = {}): StatisticValue | string {
    const referenceID = this.open(object, statType, { notification: { mode: 'period', seconds: 3600 }, ...asked });
    const last = this.shown.at(-1);
    if (last?.name === 'refused') return last.message.errorCode;
    if (last?.name !== 'opened') throw new Error(`${statType} was not answered`);
    this.close(referenceID);
    return last.message.value;
  }

  /** All `values` that came for a statistic, in order. */
  valuesOf(referenceID: number): readonly StatisticValue[] {
    return this.messages.filter((message) => message.referenceID === referenceID).map(({ value }) => value);
  }

  get messages(): readonly StatisticMessage[] {
    return this.shown.flatMap((show) => (show.name === 'values' ? show.message.values : []));
  }

  /** How many `values` came, whatever was in them. */
  get packets(): number {
    return this.shown.filter(({ name }) => name === 'values').length;
  }
}

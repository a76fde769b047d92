import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseNameAddr } from '../grammar/header-fields/parse-name-addr.ts';
import { splitValues } from '../grammar/header-fields/split-values.ts';
import { headers, type SipMessage } from '../message/message.ts';
import { hasParameter } from '../message/parameters.ts';

/** RFC 3261 12.1.1: the Record-Route values as they came; a UAC reverses them (12.1.2). */
export function readRouteSet(message: SipMessage): Result<readonly string[], string> {
  const routes = headers(message, 'Record-Route').flatMap((line) => splitValues(line));
  for (const route of routes) {
    const address = parseNameAddr(route);
    if (!address.ok) return fail(`Record-Route: ${address.failure}`);
  }
  return succeed(routes);
}

/** Where a request of the dialog goes, in the words of its request line and Route headers. */
export interface Routing {
  readonly requestUri: string;
  readonly routes: readonly string[];
}

/** RFC 3261 12.2.1.1: loose routing, and for a first hop without `lr` the way of strict routers. */
export function routeRequest(remoteTarget: string, routeSet: readonly string[]): Routing {
  const [first, ...others] = routeSet;
  if (first === undefined) return { requestUri: remoteTarget, routes: [] };
  const address = parseNameAddr(first);
  if (!address.ok) return { requestUri: remoteTarget, routes: routeSet };
  const { uri, uriText } = address.value;
  if (uri.kind === 'opaque' || hasParameter(uri.parameters, 'lr'))
    return { requestUri: remoteTarget, routes: routeSet };
  // Headers may not stand in a request line (RFC 3261 19.1.1).
  const question = uriText.indexOf('?');
  return { requestUri: question < 0 ? uriText : uriText.slice(0, question), routes: [...others, `<${remoteTarget}>`] };
}

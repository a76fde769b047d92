export interface CustomerAddress {
  routingPoint: string;
  host: string;
  socketUrl: string;
}

/** The page's own address says whom to call: `/customer?to=1112`. */
export function readCustomerAddress(
  location: Pick<Location, 'protocol' | 'host' | 'hostname' | 'search'>,
): CustomerAddress {
  const asked = new URLSearchParams(location.search).get('to') ?? '';
  return {
    routingPoint: /^[\w.+-]{1,64}$/.test(asked) ? asked : '1111',
    host: location.hostname,
    socketUrl: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sip`,
  };
}

import { findFreePort } from './free-port.ts';
import { startKamailio } from './kamailio.ts';

export interface KamailioRelay {
  readonly port: number;
  /** Where clients ask for a path. */
  readonly uri: string;
  stop(): Promise<void>;
}

function configuration(port: number, serverPort: number): string {
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=1
tcp_children=2
listen=tcp:127.0.0.1:${port}
auto_aliases=no
tcp_accept_no_cl=yes
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "msrp.so"
modparam("msrp", "cmap_size", 8)
modparam("msrp", "use_path_addr", "127.0.0.1:${port}")
request_route { sl_send_reply("403", "No SIP here"); exit; }
event_route[msrp:frame-in] {
  msrp_reply_flags("1");
  if (msrp_is_reply()) { msrp_relay(); exit; }
  if ($msrp(method) == "AUTH") { msrp_cmap_save(); exit; }
  if ($msrp(lasthop) =~ ":${serverPort}/" || msrp_cmap_lookup()) {
    if ($msrp(method) != "REPORT") msrp_reply("200", "OK");
    msrp_relay();
  } else msrp_reply("481", "Session-does-not-exist");
}
`;
}

/** Kamailio as an MSRP relay (RFC 4976) that asks nobody who he is; what does not go to `serverPort` goes to who asked for the path. */
export async function startKamailioRelay(serverPort: number): Promise<KamailioRelay> {
  const port = await findFreePort();
  const kamailio = await startKamailio(configuration(port, serverPort));
  return { port, uri: `msrp://127.0.0.1:${port};tcp`, stop: kamailio.stop };
}

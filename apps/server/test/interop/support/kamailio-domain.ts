import { startKamailio } from './kamailio.ts';

export interface KamailioDomain {
  /** Where its users register, on 127.0.0.1, and where other domains reach it, on 127.0.0.2. */
  readonly port: number;
  stop(): Promise<void>;
}

/** What it adds on the way out, which nobody at the other side may see. */
export const PRIVATE_HEADER = 'P-Asserted-Identity: <sip:bob.internal@partner.example>';

/** Other domains must name themselves so. */
export const PEER_ACCOUNT = { userName: 'cordboard', password: 'between us' };

function configuration(port: number, domain: string, otherPort: number): string {
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=1
listen=udp:127.0.0.1:${port}
listen=udp:127.0.0.2:${port}
disable_tcp=yes
auto_aliases=no
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "rr.so"
loadmodule "siputils.so"
modparam("auth", "algorithm", "SHA-256")
request_route {
  if (is_method("OPTIONS") && $rU == $null) {
    if (!pv_www_authenticate("${domain}", "${PEER_ACCOUNT.password}", "0")) { www_challenge("${domain}", "1"); exit; }
    sl_send_reply("200", "Here");
    exit;
  }
  if (is_method("REGISTER")) { save("location"); exit; }
  if ($sp == ${otherPort} && !is_method("ACK|CANCEL")) {
    if (!pv_proxy_authenticate("${domain}", "${PEER_ACCOUNT.password}", "0")) { proxy_challenge("${domain}", "1"); exit; }
    consume_credentials();
  }
  if (has_totag()) {
    if (loose_route() || is_method("ACK")) { t_relay(); exit; }
    sl_send_reply("404", "Not here");
    exit;
  }
  if (is_method("INVITE")) record_route();
  if ($rd == "${domain}") {
    if ($rU =~ "^[0-9]+$") {
      $du = "sip:127.0.0.1:" + $rU;
    } else if (!lookup("location")) { sl_send_reply("404", "Not here"); exit; }
    force_send_socket(udp:127.0.0.1:${port});
  } else {
    append_hf("${PRIVATE_HEADER}\\r\\n");
    $du = "sip:127.0.0.1:${otherPort}";
    force_send_socket(udp:127.0.0.2:${port});
  }
  if (!t_relay()) sl_reply_error();
}
`;
}

/**
 * Kamailio as the server of another domain: its users register there, and all they send elsewhere goes to `otherPort`. Who writes to
 * them from elsewhere needs `PEER_ACCOUNT`. A user whose name is a number is at that port.
 */
export async function startKamailioDomain(domain: string, otherPort: number, port: number): Promise<KamailioDomain> {
  const kamailio = await startKamailio(configuration(port, domain, otherPort));
  return { port, stop: kamailio.stop };
}

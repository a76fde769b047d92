import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { realmOfTrunk } from '@cordboard/shared/configuration/directory-number';
import type { DigestSecret } from '@cordboard/shared/configuration/sip-password';

export interface PasswordHashing {
  /** Of a person's password, for the login form. */
  hash(password: string): Promise<string>;
  /** Of a SIP password. */
  digest(userName: string, realm: string, password: string): DigestSecret;
  /** Realm of SIP passwords when the file names none. */
  readonly realm: string;
}

/** The file as the store keeps it: no clear password is left. One hash at a time, because each takes much memory. */
export async function hashPasswords(file: ConfigurationFile, hashing: PasswordHashing): Promise<ConfigurationFile> {
  const ownRealm = file.switch.realm ?? hashing.realm;
  const digested = <Item extends { password?: string | undefined; digest?: DigestSecret | undefined }>(
    item: Item,
    userName: string,
    realm = ownRealm,
  ): Item => {
    const { password, ...rest } = item;
    return password === undefined ? item : ({ ...rest, digest: hashing.digest(userName, realm, password) } as Item);
  };
  const persons: ConfigurationFile['persons'] = [];
  for (const person of file.persons) {
    const { password, ...rest } = person;
    persons.push(password === undefined ? person : { ...rest, passwordHash: await hashing.hash(password) });
  }
  return {
    ...file,
    switch: { ...file.switch, realm: ownRealm },
    persons,
    directoryNumbers: file.directoryNumbers.map((dn) => {
      if (dn.type === 'trunk') return digested(dn, dn.userName ?? '', realmOfTrunk(dn));
      return dn.type === 'extension' ? digested(dn, dn.number) : dn;
    }),
    customers: file.customers.map((customer) => digested(customer, customer.name)),
  };
}

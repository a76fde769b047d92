import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';

/** Whose password it is: a customer's must serve SIP digest, a person's the login form. */
export interface PasswordOwner {
  readonly kind: 'person' | 'customer';
  readonly name: string;
}

export type HashPassword = (password: string, owner: PasswordOwner) => Promise<string>;

/** The file as the store keeps it: no clear password is left. One hash at a time, because each takes much memory. */
export async function hashPasswords(file: ConfigurationFile, hash: HashPassword): Promise<ConfigurationFile> {
  const hashed = async <Item extends { password?: string | undefined; passwordHash?: string | undefined }>(
    item: Item,
    owner: PasswordOwner,
  ): Promise<Item> => {
    const { password, ...rest } = item;
    if (password === undefined) return item;
    return { ...rest, passwordHash: await hash(password, owner) } as Item;
  };
  const persons: ConfigurationFile['persons'] = [];
  for (const person of file.persons) persons.push(await hashed(person, { kind: 'person', name: person.userName }));
  const customers: ConfigurationFile['customers'] = [];
  for (const customer of file.customers) {
    customers.push(await hashed(customer, { kind: 'customer', name: customer.name }));
  }
  return { ...file, persons, customers };
}

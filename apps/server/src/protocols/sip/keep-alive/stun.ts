import { isIPv6 } from 'node:net';
import { addressBytes } from '../../../base/address-bytes.ts';

const HEADER_BYTES = 20;
const MAGIC_COOKIE = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;
const ERROR_CODE = 0x0009;
const UNKNOWN_ATTRIBUTES = 0x000a;
const XOR_MAPPED_ADDRESS = 0x0020;
/** Attributes from here on may be ignored by who does not know them. */
const OPTIONAL_FROM = 0x8000;
/** Our answers stay small, whatever is asked. */
const UNKNOWN_MAX = 8;

/** RFC 5626 8: the first two bits tell STUN from SIP; with the cookie and the length it is certain (RFC 5389 6). */
export function isStun(datagram: Buffer): boolean {
  return (
    datagram.length >= HEADER_BYTES &&
    (datagram[0] ?? 0xff) < 0x40 &&
    datagram.subarray(4, 8).equals(MAGIC_COOKIE) &&
    datagram.readUInt16BE(2) === datagram.length - HEADER_BYTES &&
    datagram.length % 4 === 0
  );
}

/**
 * The answer to a keep-alive of RFC 5626 4.4.2: the address from which it came. Undefined for what is no Binding request, which is
 * not answered.
 */
export function answerStun(request: Buffer, address: string, port: number): Buffer | undefined {
  if (!isStun(request) || request.readUInt16BE(0) !== BINDING_REQUEST) return undefined;
  const unknown = unknownAttributes(request);
  if (unknown === undefined) return undefined;
  if (unknown.length > 0) {
    // RFC 5389 7.3.1, 15.6: 420 Unknown Attribute, without words.
    const types = Buffer.alloc(unknown.length * 2);
    for (const [index, type] of unknown.entries()) types.writeUInt16BE(type, index * 2);
    return message(BINDING_ERROR, request, [
      [ERROR_CODE, Buffer.from([0, 0, 4, 20])],
      [UNKNOWN_ATTRIBUTES, types],
    ]);
  }
  return message(BINDING_SUCCESS, request, [[XOR_MAPPED_ADDRESS, xorMapped(address, port, request)]]);
}

/** Those that must be understood and are not, none being understood here; undefined when the attributes cannot be read. */
function unknownAttributes(request: Buffer): readonly number[] | undefined {
  const unknown: number[] = [];
  let at = HEADER_BYTES;
  while (at < request.length) {
    const type = request.readUInt16BE(at);
    at += 4 + padded(request.readUInt16BE(at + 2));
    if (at > request.length) return undefined;
    if (type < OPTIONAL_FROM && unknown.length < UNKNOWN_MAX) unknown.push(type);
  }
  return unknown;
}

function message(
  type: number,
  request: Buffer,
  attributes: readonly (readonly [type: number, value: Buffer])[],
): Buffer {
  const parts = attributes.map(([attribute, value]) => {
    const bytes = Buffer.alloc(4 + padded(value.length));
    bytes.writeUInt16BE(attribute, 0);
    bytes.writeUInt16BE(value.length, 2);
    value.copy(bytes, 4);
    return bytes;
  });
  const head = Buffer.from(request.subarray(0, HEADER_BYTES));
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    2,
  );
  return Buffer.concat([head, ...parts]);
}

/** RFC 5389 15.2: hidden from routers that change addresses wherever they see them. */
function xorMapped(address: string, port: number, request: Buffer): Buffer {
  const bytes = addressBytes(address);
  const value = Buffer.concat([Buffer.from([0, isIPv6(address) ? 2 : 1, port >> 8, port & 0xff]), bytes]);
  // Port and address are combined with the cookie and, for IPv6, the transaction id behind it.
  for (let index = 2; index < 4; index += 1) value[index] = (value[index] ?? 0) ^ (request[2 + index] ?? 0);
  for (let index = 4; index < value.length; index += 1) value[index] = (value[index] ?? 0) ^ (request[index] ?? 0);
  return value;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** By which name and version the server makes itself known. */
export const PRODUCT_NAME = 'Cordboard';
export const PRODUCT_VERSION = '0.1.0';

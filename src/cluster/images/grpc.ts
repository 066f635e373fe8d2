/** What a server of grpc-go says first to whoever connects: an HTTP/2 frame with its settings. */
export const SETTINGS = '\0\0\x06\x04\0\0\0\0\0\0\x05\0\0@\0'

/**
 * The headers that every answer to the page carries, under Electron and over HTTP alike. Nothing comes from elsewhere,
 * nothing inline, no eval, no frames. Vue's style bindings set properties through the CSSOM, which the policy allows.
 */
export function pageHeaders(socket = ''): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self' ${socket}`.trimEnd(),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // A picture from the camera needs no media-src: a stream is no address.
    'Permissions-Policy': 'camera=(self), microphone=(), display-capture=(), geolocation=(), usb=(), serial=(), hid=()',
  };
}

import helmet from 'helmet';

/** Headers of the pages: they load what is ours, and send their forms to us. */
export const pageHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      // The style sheet holds its small icons itself.
      imgSrc: ["'self'", 'data:'],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  // That the whole host is to be had over https alone is not for these pages to say.
  strictTransportSecurity: false,
});

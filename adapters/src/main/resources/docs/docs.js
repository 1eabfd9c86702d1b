// A file of its own: the page's content security policy allows no inline script.
SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#contract',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // Off: it would send the document to a server on the internet.
  validatorUrl: null,
});

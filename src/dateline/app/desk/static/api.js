/** The API's page: Swagger UI over our own OpenAPI document. */

globalThis.SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#swagger",
  deepLinking: true,
  validatorUrl: null, // would be asked on the web
  defaultModelsExpandDepth: -1,
  supportedSubmitMethods: ["get"],
});

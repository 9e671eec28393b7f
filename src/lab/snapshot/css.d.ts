/** The builds of the Lab extension and of the report give a style sheet, with what it imports, as a string. */
declare module "*.css" {
  const text: string;
  export default text;
}

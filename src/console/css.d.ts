// Styles are imported for their effect alone: the build puts them into files of their own.
declare module '*.css';

CREATE TABLE slices (id int PRIMARY KEY);

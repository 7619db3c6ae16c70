//! The store on a real disk.

mod backup;
mod damage;
mod fold;
mod forget;
mod full;
mod kill;
mod model;
mod opening;
mod pages;
mod plain_list;
mod random;
mod support;

use leptos::prelude::*;

use super::parts::confirm;
use super::{Choice, Phone, Room, User, UserForm};

/// `/settings/users/{id}`: one account.
#[derive(Debug, Clone)]
pub struct UserPage {
    pub user: User,
    pub form: UserForm,
    pub queues: Vec<Choice>,
    pub agents: Vec<Choice>,
    /// The only admin: neither the role nor the account can go.
    pub is_last_admin: bool,
    pub phone: Phone,
}

impl Room {
    pub fn user(&self, page: &UserPage) -> String {
        let words = self.words();
        let users = &words.users;
        let user = &page.user;
        let path = |what: &str| format!("/settings/users/{}{what}", user.id);
        let body = view! {
            <p class="up">
                <a href="/settings/users">{users.title}</a>
            </p>
            <div class="columns">
                <section>
                    <h2>{users.role}</h2>
                    {user.by_sso.then(|| view! { <p class="faint">{users.by_sso}</p> })}
                    <form method="post" action=path("") class="form">
                        {self.user_fields(&page.form, &page.queues, &page.agents, false)}
                        <button class="btn primary" type="submit">{words.common.save}</button>
                    </form>
                </section>
                <div class="stack">
                    {self.phone(&page.phone, &path("/phone"), &user.name)}
                    {(!user.by_sso)
                        .then(|| {
                            view! {
                                <section>
                                    <h2>{users.new_password}</h2>
                                    {confirm(path("/password"), users.new_password, users.new_password_why, users.new_password_do, &user.name)}
                                </section>
                            }
                        })}
                    <section>
                        <h2>{users.remove}</h2>
                        {if page.is_last_admin {
                            view! { <p class="muted">{users.only_admin}</p> }.into_any()
                        } else {
                            confirm(path("/remove"), users.remove, users.remove_why, users.remove_do, &user.name)
                        }}
                    </section>
                </div>
            </div>
        };
        self.desk(&user.name, body.into_any())
    }
}

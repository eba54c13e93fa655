use domain::wire::v1::Section;

/// Lines of crisis plans in Spanish, as clients would say them.
pub(in crate::demo) const LINES: &[(Section, &[&str])] = &[
    (
        Section::Signs,
        &[
            "Dejo de contestar el teléfono, hasta a mi hermana.",
            "Duermo con los zapatos puestos.",
            "La comida no me sabe a nada y la regalo.",
            "Camino de noche y no siento el frío.",
            "Las voces dicen mi nombre completo.",
        ],
    ),
    (
        Section::OnMyOwn,
        &[
            "Rezo despacio, en voz baja.",
            "Agua fría en las muñecas.",
            "Cuento cosas azules hasta treinta.",
            "Canto la que cantaba mi mamá.",
            "Camino hasta el reloj del ferry y regreso.",
        ],
    ),
    (
        Section::PeoplePlaces,
        &[
            "La lavandería, está calientita y hace ruido parejo.",
            "La sala de lectura, junto al radiador.",
            "Las mesas de ajedrez; ahí nadie pregunta nada.",
        ],
    ),
    (
        Section::PeopleHelp,
        &[
            "Llámenla a cualquier hora, también de noche.",
            "Viene y se sienta conmigo sin preguntar.",
            "Primero mensaje, después llamada.",
        ],
    ),
    (
        Section::Professionals,
        &[
            "Pidan a la enfermera y digan que tengo un plan.",
            "Sabe de mis medicinas. Entre semana hasta las cinco.",
        ],
    ),
    (
        Section::SaferPlace,
        &[
            "Mi hermana guarda las pastillas y me da para dos días.",
            "Duermo en la sala, no cerca del balcón.",
            "Nada de cerveza en el cuarto cuando la semana es mala.",
        ],
    ),
    (
        Section::WhenWell,
        &[
            "Hago bromas y me acuerdo del café de todos.",
            "Cocino, tarareo y planeo la semana.",
            "Soy callada, pero la miro a usted cuando habla.",
        ],
    ),
    (
        Section::Triggers,
        &[
            "Las sirenas de noche.",
            "Noviembre, por mi hermano.",
            "Cuando hablan de mí y yo estoy ahí.",
            "Las cartas con ventanita.",
        ],
    ),
    (
        Section::WhatHelps,
        &[
            "Siéntese más abajo que yo y hable despacio.",
            "Una pregunta a la vez, en español.",
            "Apaguen la luz grande.",
            "Déjeme caminar; camine a mi lado, no detrás.",
        ],
    ),
    (
        Section::WhatMakesWorse,
        &[
            "No me toquen el hombro.",
            "No me digan que me calme.",
            "Más de dos personas en el cuarto.",
        ],
    ),
    (
        Section::DoNotInvolve,
        &["Mi exesposo. Ni como contacto ni para informes.", "Mi tío, aunque él llame."],
    ),
    (
        Section::MedicinesAllergies,
        &[
            "Alergia a la penicilina: me salen ronchas y no puedo respirar.",
            "La pastilla de la noche, con comida. La lista está en mi cartera.",
            "La inyección cada cuatro semanas en Pier 4.",
        ],
    ),
    (
        Section::TreatmentPreferences,
        &[
            "Antes del hospital, la sala de apoyo.",
            "Quiero intérprete, no mi hija.",
            "No la medicina que me puso tieso; el nombre está en mi cartera.",
        ],
    ),
    (
        Section::Practical,
        &[
            "Mi hija se queda con la tía Bea. La escuela ya sabe.",
            "La renta es el primero; el sobre está atrás del reloj.",
            "El gato se llama Bizcocho; la vecina tiene llave.",
        ],
    ),
    (
        Section::WhenPlanEnds,
        &["Cuando duermo dos noches y me río de algo.", "Cuando vuelvo a contestar los mensajes."],
    ),
];

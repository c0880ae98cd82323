"""Maps proposed from headers and values."""

import pytest
from alianza.graph.importing import read_proposal
from alianza.graph.importing.proposal import Proposal, side_of


def propose(tmp_path, text):
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    return read_proposal(path)


@pytest.mark.parametrize(
    ("text", "layout", "columns"),
    [
        (
            "geonameId,asciiName,Code_Network,City.Statut,Start,End,Country,lat_GN,lng_GN\n1,Lyon,A,Member,2001,,FR,45.7,4.8\n2,Oulu,A,Member,0,,FI,65.0,25.4\n",
            "memberships",
            "actor=geonameId,label=asciiName,group=Code_Network,role=City.Statut,start=Start,end=End,country=Country,lat=lat_GN,lon=lng_GN",
        ),
        (
            "Ciudad;Red;Cargo;Desde;Hasta;País\nQuito;CGLU;Miembro;2001;;Ecuador\nLima;CGLU;Miembro;2003;2009;Perú\n",
            "memberships",
            "label=Ciudad,group=Red,role=Cargo,start=Desde,end=Hasta,country=País",
        ),
        (
            "Ville;Réseau;Depuis;Pays\nLyon;A;2001;France\nQuimper;A;2003;France\n",
            "memberships",
            "label=Ville,group=Réseau,start=Depuis,country=Pays",
        ),
        (
            # Nothing but the values tells.
            "c1,c2,c3,c4,c5,c6\nLyon,UCLG,2001,France,45.75,4.85\nOulu,UCLG,1999,Finland,65.01,25.47\nBern,C40,0,Suiza,46.95,7.45\n",
            "memberships",
            "label=c1,group=c2,start=c3,country=c4,lat=c5,lon=c6",
        ),
        (
            "city1,country1,city2,country2,start\nLyon,FR,Oulu,FI,1999\n",
            "dyads",
            "from=city1,from_country=country1,to=city2,to_country=country2,start=start",
        ),
        (
            # From and to are ends only where they are not years.
            "city,network,from,to\nLyon,A,1999,\nOulu,A,2001,2005\n",
            "memberships",
            "label=city,group=network,start=from,end=to",
        ),
        (
            "source,target\nLyon,Oulu\n",
            "dyads",
            "from=source,to=target",
        ),
        (
            "from_id,from_name,to_id,to_name\n1,Lyon,2,Oulu\n",
            "dyads",
            "from=from_id,from_label=from_name,to=to_id,to_label=to_name",
        ),
        (",A,B\nA,0,1\nB,1,0\n", "adjacency", ""),
        (",A,B\nLyon,0,1\nOulu,1,0\n", "incidence", ""),
    ],
)  # fmt: skip
def test_proposals(tmp_path, text, layout, columns):
    proposal, _report = propose(tmp_path, text)
    assert proposal.layout == layout
    assert ",".join(f"{key}={name}" for key, name in proposal.columns.items()) == columns


def test_nothing_is_proposed_where_nothing_can_be_told(tmp_path):
    report = propose(tmp_path, "x,y\n1,2\n3,4\n")
    assert [found.code for found in report.errors] == ["no-proposal"]


def test_a_column_whose_values_belie_its_name_is_not_proposed(tmp_path):
    proposal, _report = propose(
        tmp_path, "city,network,country,start\nLyon,A,blue,soon\nOulu,A,red,later\n"
    )
    assert set(proposal.columns) == {"label", "group"}


def test_the_command_is_quoted_for_a_shell():
    proposal = Proposal("memberships", {"label": "City name", "group": "it's"}, {})
    assert proposal.command("a file.csv") == (
        "alianza import 'a file.csv' --as memberships --map 'label=City name,group=it'\"'\"'s' -o DATASET"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("originlat", ("from", "lat")),
        ("destination_countryLabel", ("to", "countrylabel")),
        ("sistercityLabel", ("to", "label")),
        ("Ciudad 2", ("to", "")),
        ("lat_1", ("from", "lat")),
        ("weight", ("", "weight")),
    ],
)
def test_sides(name, expected):
    assert side_of(name) == expected
